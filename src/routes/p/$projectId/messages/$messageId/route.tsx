import { createFileRoute } from '@tanstack/react-router'
import { MessageFrame } from '../../../../../features/messages/message-frame.tsx'
import { messageQueries } from '../../../../../features/messages/message-queries.ts'
import { messageTitle } from '../../../../../features/messages/message-title.ts'

export const Route = createFileRoute('/p/$projectId/messages/$messageId')({
  loader: ({ context: { queryClient }, params: { messageId } }) =>
    queryClient.query(messageQueries.get(messageId)),
  head: ({ loaderData }) => ({ meta: [{ title: loaderData ? messageTitle(loaderData) : 'Message' }] }),
  component: MessageRoute,
})

function MessageRoute() {
  return <MessageFrame messageId={Route.useParams().messageId} />
}

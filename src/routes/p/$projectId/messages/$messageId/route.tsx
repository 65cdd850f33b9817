import { createFileRoute, useNavigate } from '@tanstack/react-router'
import { MessageFrame } from '../../../../../features/messages/message-frame.tsx'
import { messageQueries } from '../../../../../features/messages/message-queries.ts'
import { type MessagePageSearch, messagePageSearch } from '../../../../../features/messages/message-search.ts'
import { messageTitle } from '../../../../../features/messages/message-title.ts'

import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/messages/$messageId')({
  validateSearch: unread<MessagePageSearch>,
  loader: ({ context: { queryClient }, params: { messageId } }) =>
    queryClient.query(messageQueries.get(messageId)),
  head: ({ loaderData }) => ({ meta: [{ title: loaderData ? messageTitle(loaderData) : 'Message' }] }),
  component: MessageRoute,
})

function MessageRoute() {
  // Not the route's own, which would leave the tab that one is on.
  const navigate = useNavigate()
  return (
    <MessageFrame
      messageId={Route.useParams().messageId}
      dialog={messagePageSearch.parse(Route.useSearch()).dialog}
      onDialog={(dialog) =>
        navigate({ to: '.', search: (before) => ({ ...before, dialog }), resetScroll: false })
      }
    />
  )
}

import { createFileRoute, redirect } from '@tanstack/react-router'
import { EmailComposer } from '../../../../../features/messages/email-composer.tsx'
import { messageQueries } from '../../../../../features/messages/message-queries.ts'
import { isEditable } from '../../../../../features/messages/message-state.ts'
import { messageTitle } from '../../../../../features/messages/message-title.ts'

export const Route = createFileRoute('/p/$projectId/messages/$messageId_/edit')({
  // A form takes what it starts from once: not what was there when one was here before.
  gcTime: 0,
  preload: false,
  loader: async ({ context: { queryClient }, params }) => {
    const message = await queryClient.query({ ...messageQueries.get(params.messageId), staleTime: 0 })
    if (message.providerType === 'email' && isEditable(message)) return message
    // What has left the drafts is looked at, not written.
    throw redirect({ to: '/p/$projectId/messages/$messageId', params, replace: true })
  },
  head: ({ loaderData }) => ({ meta: [{ title: loaderData ? `Edit ${messageTitle(loaderData)}` : 'Edit' }] }),
  component: EditRoute,
})

function EditRoute() {
  const message = Route.useLoaderData()
  return <EmailComposer key={message.$id} start={message} />
}

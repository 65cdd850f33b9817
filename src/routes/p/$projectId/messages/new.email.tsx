import { createFileRoute, redirect } from '@tanstack/react-router'
import {
  type ComposerSearch,
  composerSearch,
  knownOf,
} from '../../../../features/messages/composer-search.ts'
import { EmailComposer } from '../../../../features/messages/email-composer.tsx'
import { messageQueries } from '../../../../features/messages/message-queries.ts'
import { isEditable } from '../../../../features/messages/message-state.ts'
import { unread } from '../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/messages/new/email')({
  validateSearch: unread<ComposerSearch>,
  loaderDeps: ({ search: { draft } }) => ({ draft }),
  // A form takes what it starts from once: not what was there when one was here before.
  gcTime: 0,
  loader: async ({ context: { queryClient }, params, deps: { draft } }) => {
    if (draft === undefined) return undefined
    const message = await queryClient.query(messageQueries.get(draft))
    if (message.providerType === 'email' && isEditable(message)) return message
    throw redirect({ to: '/p/$projectId/messages/$messageId', params: { ...params, messageId: draft } })
  },
  head: () => ({ meta: [{ title: 'New e-mail' }] }),
  component: NewEmailRoute,
})

function NewEmailRoute() {
  const navigate = Route.useNavigate()
  return (
    <EmailComposer
      start={Route.useLoaderData()}
      begun={knownOf(composerSearch.parse(Route.useSearch()))}
      onKept={(draft) => navigate({ search: { draft }, replace: true, resetScroll: false })}
    />
  )
}

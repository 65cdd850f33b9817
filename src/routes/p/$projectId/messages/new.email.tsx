import { createFileRoute, redirect } from '@tanstack/react-router'
import { useState } from 'react'
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
  const search = composerSearch.parse(Route.useSearch())
  const { number, keep } = useNumbered(search.draft)
  return (
    <EmailComposer
      key={number}
      start={Route.useLoaderData()}
      begun={knownOf(search)}
      onKept={(draft) => {
        keep(draft)
        void navigate({ search: { draft }, replace: true, resetScroll: false, ignoreBlocker: true })
      }}
    />
  )
}

/** Which e-mail is written: the same one goes on when it has been kept as a draft; any other draft in the address is another one. */
function useNumbered(draft: string | undefined) {
  const [known, setKnown] = useState({ draft, keptAs: draft, number: 0 })
  if (known.draft !== draft) {
    const isKept = draft !== undefined && draft === known.keptAs
    setKnown({ draft, keptAs: draft, number: isKept ? known.number : known.number + 1 })
  }
  return {
    number: known.number,
    keep: (keptAs: string) => setKnown((before) => ({ ...before, keptAs })),
  }
}

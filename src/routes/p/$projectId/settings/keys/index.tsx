import { createFileRoute } from '@tanstack/react-router'
import { hasRole } from '../../../../../../contract/roles.ts'
import { keyQueries } from '../../../../../features/keys/key-queries.ts'
import { KeysPage } from '../../../../../features/keys/keys-page.tsx'
import { type KeysSearch, keysSearch } from '../../../../../features/keys/keys-search.ts'
import { OwnersOnly } from '../../../../../features/settings/owners-only.tsx'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/settings/keys/')({
  validateSearch: unread<KeysSearch>,
  loader: ({ context: { queryClient, role } }) => {
    if (hasRole(role, 'owner')) queryClient.query(keyQueries.list()).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'API keys' }] }),
  component: KeysRoute,
})

function KeysRoute() {
  return (
    <OwnersOnly title="API keys" what="see, add and revoke API keys">
      <KeysPage search={keysSearch.parse(Route.useSearch())} />
    </OwnersOnly>
  )
}

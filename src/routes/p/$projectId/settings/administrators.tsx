import { createFileRoute } from '@tanstack/react-router'
import { hasRole } from '../../../../../contract/roles.ts'
import { administratorQueries } from '../../../../features/administrators/administrator-queries.ts'
import { AdministratorsPage } from '../../../../features/administrators/administrators-page.tsx'
import {
  type AdministratorsSearch,
  administratorsSearch,
} from '../../../../features/administrators/administrators-search.ts'
import { OwnersOnly } from '../../../../features/settings/owners-only.tsx'
import { unread } from '../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/settings/administrators')({
  validateSearch: unread<AdministratorsSearch>,
  loader: ({ context: { queryClient, role } }) => {
    if (!hasRole(role, 'owner')) return
    queryClient.query(administratorQueries.list()).catch(() => {})
    queryClient.query(administratorQueries.invitations()).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Administrators' }] }),
  component: AdministratorsRoute,
})

function AdministratorsRoute() {
  const navigate = Route.useNavigate()
  return (
    <OwnersOnly title="Administrators" what="see, invite and change administrators">
      <AdministratorsPage
        search={administratorsSearch.parse(Route.useSearch())}
        onSearch={(search) => navigate({ search, resetScroll: false })}
      />
    </OwnersOnly>
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { PeoplePage } from '../../../../features/people/people-page.tsx'
import { peopleQueries } from '../../../../features/people/people-queries.ts'
import { type PeopleSearch, peopleSearch } from '../../../../features/people/people-search.ts'
import { zoneOf } from '../../../../features/projects/project-zone.ts'
import { unread } from '../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/people/')({
  validateSearch: unread<PeopleSearch>,
  loaderDeps: ({ search: { add: _, edit: __, remove: ___, ...filter } }) => filter,
  loader: ({ context: { queryClient, project }, deps }) => {
    const { add: _, edit: __, remove: ___, ...filter } = peopleSearch.parse(deps)
    queryClient.query(peopleQueries.list(filter, zoneOf(project))).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'People' }] }),
  component: PeopleRoute,
})

function PeopleRoute() {
  const navigate = Route.useNavigate()
  return (
    <PeoplePage
      search={peopleSearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { usePerson } from '../../../../../features/people/use-person.ts'
import { type TargetSearch, targetSearch } from '../../../../../features/targets/target-search.ts'
import { TargetsOfPerson } from '../../../../../features/targets/targets-of-person.tsx'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/people/$userId/targets')({
  validateSearch: unread<TargetSearch>,
  head: () => ({ meta: [{ title: 'Targets' }] }),
  component: TargetsRoute,
})

function TargetsRoute() {
  const user = usePerson(Route.useParams().userId)
  const navigate = Route.useNavigate()
  return (
    <TargetsOfPerson
      user={user}
      search={targetSearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

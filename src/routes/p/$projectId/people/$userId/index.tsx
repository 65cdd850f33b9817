import { createFileRoute } from '@tanstack/react-router'
import { PersonOverview } from '../../../../../features/people/person-overview.tsx'

export const Route = createFileRoute('/p/$projectId/people/$userId/')({
  component: OverviewRoute,
})

function OverviewRoute() {
  return <PersonOverview userId={Route.useParams().userId} />
}

import { createFileRoute } from '@tanstack/react-router'
import { ProviderOverview } from '../../../../../features/providers/provider-overview.tsx'

export const Route = createFileRoute('/p/$projectId/providers/$providerId/')({
  component: OverviewRoute,
})

function OverviewRoute() {
  return <ProviderOverview providerId={Route.useParams().providerId} />
}

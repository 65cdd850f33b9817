import { createFileRoute } from '@tanstack/react-router'
import { ProviderOverview } from '../../../../../features/providers/provider-overview.tsx'

import { providerPageSearch } from '../../../../../features/providers/provider-search.ts'

export const Route = createFileRoute('/p/$projectId/providers/$providerId/')({
  component: OverviewRoute,
})

function OverviewRoute() {
  const { dialog } = providerPageSearch.parse(Route.useSearch())
  const navigate = Route.useNavigate()
  return (
    <ProviderOverview
      providerId={Route.useParams().providerId}
      isSwitchingOff={dialog === 'switchOff'}
      onSwitchOff={() =>
        navigate({ search: (before) => ({ ...before, dialog: 'switchOff' }), resetScroll: false })
      }
    />
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { DeliveriesPage } from '../../../features/deliveries/deliveries-page.tsx'
import { deliveryQueries } from '../../../features/deliveries/delivery-queries.ts'
import { type DeliverySearch, deliverySearch } from '../../../features/deliveries/delivery-search.ts'
import { zoneOf } from '../../../features/projects/project-zone.ts'
import { unread } from '../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/deliveries')({
  validateSearch: unread<DeliverySearch>,
  loaderDeps: ({ search: { open: _, ...filter } }) => filter,
  loader: ({ context: { queryClient, project }, deps }) => {
    const { open: _, ...filter } = deliverySearch.parse(deps)
    const zone = zoneOf(project)
    queryClient.query(deliveryQueries.list({ of: 'project' }, filter, zone)).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Deliveries' }] }),
  component: DeliveriesRoute,
})

function DeliveriesRoute() {
  const navigate = Route.useNavigate()
  return (
    <DeliveriesPage
      search={deliverySearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { DeliveriesOfMessage } from '../../../../../features/deliveries/deliveries-of-message.tsx'
import { deliveryQueries } from '../../../../../features/deliveries/delivery-queries.ts'
import { type DeliverySearch, deliverySearch } from '../../../../../features/deliveries/delivery-search.ts'
import { zoneOf } from '../../../../../features/projects/project-zone.ts'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/messages/$messageId/deliveries')({
  validateSearch: unread<DeliverySearch>,
  loaderDeps: ({ search: { open: _, ...filter } }) => filter,
  loader: ({ context: { queryClient, project }, params: { messageId }, deps }) => {
    const { open: _, ...filter } = deliverySearch.parse(deps)
    const zone = zoneOf(project)
    queryClient.query(deliveryQueries.list({ of: 'message', id: messageId }, filter, zone)).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Deliveries' }] }),
  component: DeliveriesRoute,
})

function DeliveriesRoute() {
  const navigate = Route.useNavigate()
  return (
    <DeliveriesOfMessage
      messageId={Route.useParams().messageId}
      search={deliverySearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

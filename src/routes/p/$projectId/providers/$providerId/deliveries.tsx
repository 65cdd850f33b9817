import { createFileRoute } from '@tanstack/react-router'
import { DeliveryList } from '../../../../../features/deliveries/delivery-list.tsx'
import { type DeliverySearch, deliverySearch } from '../../../../../features/deliveries/delivery-search.ts'
import { unread } from '../../../../../lib/search.ts'
import { EmptyState } from '../../../../../ui/empty-state.tsx'

export const Route = createFileRoute('/p/$projectId/providers/$providerId/deliveries')({
  validateSearch: unread<DeliverySearch>,
  head: () => ({ meta: [{ title: 'Deliveries' }] }),
  component: DeliveriesRoute,
})

function DeliveriesRoute() {
  const navigate = Route.useNavigate()
  return (
    <DeliveryList
      scope={{ of: 'provider', id: Route.useParams().providerId }}
      search={deliverySearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
      empty={
        <EmptyState drawing="envelope" title="Nothing has gone through it yet">
          Each recipient whom it sends to has a row here that says what became of it.
        </EmptyState>
      }
    />
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { DeliveriesOfMessage } from '../../../../../features/deliveries/deliveries-of-message.tsx'
import { deliveryQueries } from '../../../../../features/deliveries/delivery-queries.ts'
import { type DeliverySearch, deliverySearch } from '../../../../../features/deliveries/delivery-search.ts'
import { messageQueries } from '../../../../../features/messages/message-queries.ts'
import { useLiveMessage } from '../../../../../features/messages/use-live-message.ts'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/messages/$messageId/deliveries')({
  validateSearch: unread<DeliverySearch>,
  loaderDeps: ({ search: { open: _, ...filter } }) => filter,
  loader: ({ context: { queryClient }, params: { messageId }, deps }) => {
    queryClient.query(deliveryQueries.ofMessage(messageId, deliverySearch.parse(deps))).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Deliveries' }] }),
  component: DeliveriesRoute,
})

function DeliveriesRoute() {
  const { messageId } = Route.useParams()
  const { delivery } = useLiveMessage(messageId)
  const queryClient = useQueryClient()
  const navigate = Route.useNavigate()
  return (
    <DeliveriesOfMessage
      messageId={messageId}
      counts={delivery.counts}
      onSettled={() => queryClient.invalidateQueries({ queryKey: messageQueries.all() })}
      search={deliverySearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useLiveMessage } from '../messages/use-live-message.ts'
import { DeliveryList } from './delivery-list.tsx'
import { deliveryQueries } from './delivery-queries.ts'
import type { DeliverySearch } from './delivery-search.ts'

export interface DeliveriesOfMessageProps {
  messageId: string
  search: DeliverySearch
  onSearch: (search: DeliverySearch, replace?: boolean) => void
}

/** Who got a message and who did not, row by row. */
export function DeliveriesOfMessage({ messageId, search, onSearch }: DeliveriesOfMessageProps) {
  const { delivery } = useLiveMessage(messageId)
  useLookAgainWhenMoved(JSON.stringify(delivery.counts))
  return (
    <DeliveryList
      scope={{ of: 'message', id: messageId }}
      search={search}
      onSearch={onSearch}
      counts={delivery.counts}
      empty={
        <EmptyState drawing="envelope" title="No deliveries yet">
          When it is sent, each recipient has a row here that says what became of it.
        </EmptyState>
      }
    />
  )
}

/** Rows that are still to come into a filter are in none of the rows that are polled; the message's counts tell of them. */
function useLookAgainWhenMoved(moved: string) {
  const queryClient = useQueryClient()
  const before = useRef(moved)
  useEffect(() => {
    if (before.current === moved) return
    before.current = moved
    void queryClient.invalidateQueries({ queryKey: deliveryQueries.all() })
  }, [moved, queryClient])
}

import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { deliveryQueries } from '../deliveries/delivery-queries.ts'
import { messageQueries } from './message-queries.ts'

/** A message that is looked at again while it moves. */
export function useLiveMessage(messageId: string): Message {
  return useSuspenseQuery(messageQueries.get(messageId)).data
}

/** Once on a message's pages: when its counts have moved, the rows behind them are looked at again. */
export function useLiveDeliveries({ $id, delivery }: Message) {
  const queryClient = useQueryClient()
  const moved = JSON.stringify(delivery)
  const before = useRef(moved)
  useEffect(() => {
    if (before.current === moved) return
    before.current = moved
    void queryClient.invalidateQueries({ queryKey: deliveryQueries.ofMessages($id) })
  }, [moved, $id, queryClient])
}

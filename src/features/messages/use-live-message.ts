import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { deliveryQueries } from '../deliveries/delivery-queries.ts'
import { messageQueries } from './message-queries.ts'

/** A message that is looked at again while it moves; what its ledger says follows it. */
export function useLiveMessage(messageId: string): Message {
  const queryClient = useQueryClient()
  const { data: message } = useSuspenseQuery(messageQueries.get(messageId))
  const moved = JSON.stringify(message.delivery)
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the counts move, the rows behind them have
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: deliveryQueries.ofMessages(messageId) })
  }, [moved, messageId, queryClient])
  return message
}

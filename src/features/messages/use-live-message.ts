import { useSuspenseQuery } from '@tanstack/react-query'
import type { Message } from '../../../contract/messages.ts'
import { messageQueries } from './message-queries.ts'

/** A message that is looked at again while it moves. */
export function useLiveMessage(messageId: string): Message {
  return useSuspenseQuery(messageQueries.get(messageId)).data
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { explanations } from '../../../contract/explanations.ts'
import type { Message } from '../../../contract/messages.ts'
import { call } from '../../lib/client.ts'
import { messageQueries } from '../messages/message-queries.ts'

// Among their message's keys: whatever changes it has them asked again, and so does a count that moves.
export const explanationQueries = {
  failures: ({ $id: messageId, delivery: { counts } }: Message) =>
    queryOptions({
      queryKey: [...messageQueries.one(messageId), 'failures', counts.failed, counts.inDoubt],
      queryFn: ({ signal }) => call(explanations.failures, { params: { messageId }, signal }),
      placeholderData: keepPreviousData,
      enabled: counts.failed + counts.inDoubt > 0,
    }),
  why: ({ $id: messageId, delivery }: Message, q: string) =>
    queryOptions({
      queryKey: [...messageQueries.one(messageId), 'why', q, delivery.counts],
      queryFn: ({ signal }) => call(explanations.why, { params: { messageId }, query: { q }, signal }),
      // Counts that move keep the answer in place; another question does not.
      placeholderData: (before, query) => (query?.queryKey.includes(q) ? before : undefined),
      enabled: q !== '',
    }),
}

import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { deliveries } from '../../../contract/deliveries.ts'
import { queries } from '../../../contract/queries.ts'
import { isEmailAddress } from '../../../contract/wire.ts'
import { call } from '../../lib/client.ts'
import { pageQueries } from '../../lib/paging.ts'
import { pollInterval } from '../../lib/query-client.ts'
import type { DeliveryFilter } from './delivery-search.ts'

/** As many failed rows as are looked through to say how many a retry would take. */
const lookedThrough = 200

export const deliveryQueries = {
  all: () => ['deliveries'] as const,
  /** All that is known of a message's ledger. */
  ofMessages: (messageId: string) => [...deliveryQueries.all(), 'of', messageId] as const,
  ofMessage: (messageId: string, filter: DeliveryFilter) =>
    queryOptions({
      queryKey: [...deliveryQueries.ofMessages(messageId), 'page', filter],
      queryFn: ({ signal }) =>
        call(deliveries.listOfMessage, {
          params: { messageId },
          query: { queries: deliveryListQueries(filter) },
          signal,
        }),
      placeholderData: keepPreviousData,
    }),
  /** What failed, as far as it is worth looking through, to tell what a retry can mend. */
  failed: (messageId: string) =>
    queryOptions({
      queryKey: [...deliveryQueries.ofMessages(messageId), 'failed'],
      queryFn: ({ signal }) =>
        call(deliveries.listOfMessage, {
          params: { messageId },
          query: { queries: [queries.equal('status', 'failed'), queries.limit(lookedThrough)] },
          signal,
        }),
    }),
  /** One that was sent: it tells through what. */
  firstSent: (messageId: string) =>
    queryOptions({
      queryKey: [...deliveryQueries.ofMessages(messageId), 'firstSent'],
      queryFn: ({ signal }) =>
        call(deliveries.listOfMessage, {
          params: { messageId },
          query: { queries: [queries.equal('status', 'sent'), queries.limit(1)], total: false },
          signal,
        }),
    }),
  get: (messageId: string, deliveryId: string) =>
    queryOptions({
      queryKey: [...deliveryQueries.ofMessages(messageId), 'row', deliveryId],
      queryFn: ({ signal }) => call(deliveries.get, { params: { deliveryId }, signal }),
      refetchInterval: ({ state: { data } }) =>
        pollInterval(data?.status === 'sending' || data?.status === 'pending'),
    }),
}

export const deliveryMutations = {
  settle: () =>
    mutationOptions({
      mutationFn: ({ deliveryId, as }: { deliveryId: string; as: 'sent' | 'failed' }) =>
        call(deliveries.settle, { params: { deliveryId }, body: { as } }),
    }),
}

function deliveryListQueries({ to, status, ...page }: DeliveryFilter): string[] {
  return [
    ...(to ? [queries.equal('identifier', isEmailAddress(to) ? to.toLowerCase() : to)] : []),
    ...(status ? [queries.equal('status', status)] : []),
    ...pageQueries(page),
  ]
}

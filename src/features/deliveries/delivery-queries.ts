import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { type Delivery, deliveries } from '../../../contract/deliveries.ts'
import { csvOf } from '../../../contract/endpoint.ts'
import { queries } from '../../../contract/queries.ts'
import { isEmailAddress } from '../../../contract/wire.ts'
import { addressOf, call } from '../../lib/client.ts'
import { dayRangeQueries } from '../../lib/day-range.ts'
import { pageQueries } from '../../lib/paging.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { messageQueries } from '../messages/message-queries.ts'
import type { DeliveryFilter, DeliveryScope } from './delivery-search.ts'

export const deliveryQueries = {
  all: () => ['deliveries'] as const,
  lists: (scope: DeliveryScope) => [...deliveryQueries.all(), 'list', scope] as const,
  /** A page of the part that `scope` names; days begin and end in `zone`. */
  list: (scope: DeliveryScope, filter: DeliveryFilter, zone: string) =>
    queryOptions({
      queryKey: [...deliveryQueries.lists(scope), filter, zone],
      queryFn: async ({ signal }) => {
        const { after, before, size } = filter
        const query = {
          queries: [...(await filterQueries(scope, filter, zone)), ...pageQueries({ after, before, size })],
        }
        return scope.of === 'message'
          ? call(deliveries.listOfMessage, { params: { messageId: scope.id }, query, signal })
          : call(deliveries.list, { query, signal })
      },
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => pollInterval(state.data?.deliveries.some(isOpen) ?? false),
    }),
  get: (deliveryId: string) =>
    queryOptions({
      queryKey: [...deliveryQueries.all(), 'row', deliveryId],
      queryFn: ({ signal }) => call(deliveries.get, { params: { deliveryId }, signal }),
      refetchInterval: ({ state: { data } }) => pollInterval(data !== undefined && isOpen(data)),
    }),
}

/** Where all that fits can be had as a file. */
export async function deliveryFile(
  scope: DeliveryScope,
  filter: DeliveryFilter,
  zone: string,
): Promise<string> {
  const query = { queries: await filterQueries(scope, filter, zone) }
  return scope.of === 'message'
    ? addressOf(csvOf(deliveries.listOfMessage), { params: { messageId: scope.id }, query })
    : addressOf(csvOf(deliveries.list), { query })
}

export const deliveryMutations = {
  settle: () =>
    mutationOptions({
      mutationFn: ({ deliveryId, as }: { deliveryId: string; as: 'sent' | 'failed' }) =>
        call(deliveries.settle, { params: { deliveryId }, body: { as } }),
    }),
}

/** A row has moved by hand: so have the lists, and the counts of its message. */
export function lookAgain(queryClient: QueryClient): Promise<unknown> {
  return Promise.all(
    [deliveryQueries.all(), messageQueries.all()].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  )
}

/** Whether it changes by itself. */
export const isOpen = ({ status }: Delivery) => status === 'pending' || status === 'sending'

async function filterQueries(scope: DeliveryScope, filter: DeliveryFilter, zone: string): Promise<string[]> {
  const { q, status, channel, code, target, from, to, order } = filter
  const provider = scope.of === 'provider' ? [scope.id] : filter.provider
  const person = scope.of === 'person' ? scope.id : filter.person
  return [
    ...(q ? [queries.equal('identifier', isEmailAddress(q) ? q.toLowerCase() : q)] : []),
    ...(status ? [queries.equal('status', status)] : []),
    ...(channel ? [queries.equal('providerType', channel)] : []),
    ...(provider ? [queries.equal('providerId', provider)] : []),
    ...(code ? [queries.equal('error.code', code)] : []),
    ...(person ? [queries.equal('userId', person)] : []),
    ...(target ? [queries.equal('targetId', target)] : []),
    // One message's rows are in the order of their numbers: all of them began at once.
    ...(scope.of === 'message'
      ? []
      : [
          ...(filter.message ? [queries.equal('messageId', filter.message)] : []),
          ...(await dayRangeQueries('$createdAt', { from, to }, zone)),
          order === 'oldest' ? queries.orderAsc('$createdAt') : queries.orderDesc('$createdAt'),
        ]),
  ]
}

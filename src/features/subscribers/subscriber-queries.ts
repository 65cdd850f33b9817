import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { csvOf } from '../../../contract/endpoint.ts'
import { logs } from '../../../contract/logs.ts'
import { queries } from '../../../contract/queries.ts'
import { type Subscriber, subscribers } from '../../../contract/subscribers.ts'
import { addressOf, call } from '../../lib/client.ts'
import { dayRangeQueries } from '../../lib/day-range.ts'
import { pageQueries } from '../../lib/paging.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { type SubscribersFilter, subscriberOrder } from './subscriber-search.ts'

const logsShown = 20

export const subscriberQueries = {
  all: () => ['subscribers'] as const,
  /** A page of a topic's; days begin and end in `zone`. */
  list: (topicId: string, filter: SubscribersFilter, zone: string) =>
    queryOptions({
      queryKey: [...subscriberQueries.all(), 'list', topicId, filter, zone],
      queryFn: async ({ signal }) =>
        call(subscribers.list, {
          params: { topicId },
          query: {
            search: filter.q ?? '',
            queries: [
              ...(await filterQueries(filter, zone)),
              ...subscriberOrder.queries(filter.order),
              ...pageQueries(filter),
            ],
          },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: pollInterval(false),
    }),
  get: (topicId: string, subscriberId: string) =>
    queryOptions({
      queryKey: [...subscriberQueries.all(), 'get', topicId, subscriberId],
      queryFn: ({ signal }) => call(subscribers.get, { params: { topicId, subscriberId }, signal }),
    }),
  /** What was done to it, the newest first. */
  logs: (subscriberId: string) =>
    queryOptions({
      queryKey: [...subscriberQueries.all(), 'logs', subscriberId],
      queryFn: ({ signal }) =>
        call(logs.ofSubscriber, {
          params: { subscriberId },
          query: { queries: [queries.limit(logsShown)] },
          signal,
        }),
    }),
}

/** All that match as a file, in the order of the list. */
export async function subscribersFile(
  topicId: string,
  filter: SubscribersFilter,
  zone: string,
): Promise<string> {
  return addressOf(csvOf(subscribers.list), {
    params: { topicId },
    query: {
      search: filter.q ?? '',
      queries: [...(await filterQueries(filter, zone)), ...subscriberOrder.queries(filter.order)],
    },
  })
}

async function filterQueries({ channel, from, to }: SubscribersFilter, zone: string): Promise<string[]> {
  return [
    ...(channel ? [queries.equal('providerType', channel)] : []),
    ...(await dayRangeQueries('$createdAt', { from, to }, zone)),
  ]
}

const pageOfAll = 1000

/** All that match, on whatever page; looked up page by page. */
export async function listAllMatching(
  topicId: string,
  filter: SubscribersFilter,
  zone: string,
  onProgress: (count: number) => void,
): Promise<Subscriber[]> {
  const conditions = await filterQueries(filter, zone)
  const all: Subscriber[] = []
  for (;;) {
    const last = all.at(-1)
    const page = await call(subscribers.list, {
      params: { topicId },
      query: {
        search: filter.q ?? '',
        queries: [...conditions, queries.limit(pageOfAll), ...(last ? [queries.cursorAfter(last.$id)] : [])],
        total: false,
      },
    })
    all.push(...page.subscribers)
    onProgress(all.length)
    if (page.subscribers.length < pageOfAll) return all
  }
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { logs } from '../../../contract/logs.ts'
import { queries } from '../../../contract/queries.ts'
import { call } from '../../lib/client.ts'
import { dayRangeQueries } from '../../lib/day-range.ts'
import { anyOf } from '../../lib/list-queries.ts'
import { pageQueries } from '../../lib/paging.ts'
import { pollInterval } from '../../lib/query-client.ts'
import type { ActivityFilter, ThingActivitySearch } from './activity-search.ts'

/** One thing whose activity it is. */
export interface Thing {
  /** `topic` */
  readonly type: string
  readonly id: string
  /** When it was made: an earlier thing of the same id has its own past. */
  readonly since: string
}

export const activityQueries = {
  all: () => ['activity'] as const,
  /** The project's, the newest first; days begin and end in `zone`. */
  list: (filter: ActivityFilter, zone: string) =>
    queryOptions({
      queryKey: [...activityQueries.all(), 'list', filter, zone],
      queryFn: async ({ signal }) =>
        call(logs.list, { query: { queries: await listQueries(filter, zone) }, signal }),
      placeholderData: keepPreviousData,
      refetchInterval: pollInterval(false),
    }),
  /** What was done to one thing, by itself too. */
  ofThing: ({ type, id, since }: Thing, { open: _, ...page }: ThingActivitySearch) =>
    queryOptions({
      queryKey: [...activityQueries.all(), 'of', type, id, since, page],
      queryFn: ({ signal }) =>
        call(logs.list, {
          query: {
            queries: [
              queries.equal('resourceType', type),
              queries.equal('resourceId', id),
              queries.greaterThanEqual('time', since),
              ...pageQueries(page),
            ],
          },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: pollInterval(false),
    }),
  get: (logId: string) =>
    queryOptions({
      queryKey: [...activityQueries.all(), 'get', logId],
      queryFn: ({ signal }) => call(logs.get, { params: { logId }, signal }),
    }),
  /** Who and what can be filtered by. */
  values: () =>
    queryOptions({
      queryKey: [...activityQueries.all(), 'values'],
      queryFn: ({ signal }) => call(logs.values, { signal }),
      staleTime: 60_000,
    }),
}

async function listQueries(filter: ActivityFilter, zone: string): Promise<string[]> {
  const { who = [], event, type, thing, outcome, from, to, ...page } = filter
  const [thingType = '', ...thingId] = thing?.split('/') ?? []
  return [
    ...whoQueries(who),
    ...(event ? [queries.equal('event', event)] : []),
    ...(type ? [queries.equal('resourceType', type)] : []),
    ...(thing
      ? [queries.equal('resourceType', thingType), queries.equal('resourceId', thingId.join('/'))]
      : []),
    ...(outcome ? [queries.equal('outcome', outcome)] : []),
    ...(await dayRangeQueries('time', { from, to }, zone)),
    ...pageQueries(page),
  ]
}

/** Whoever has no id is known by his type. */
function whoQueries(who: readonly string[]): string[] {
  const types = who.flatMap((one) => (one.startsWith('~') ? [one.slice(1)] : []))
  const ids = who.filter((one) => !one.startsWith('~'))
  return anyOf([
    ...(ids.length > 0 ? [queries.equal('userId', ids)] : []),
    ...(types.length > 0 ? [queries.equal('userType', types)] : []),
  ])
}

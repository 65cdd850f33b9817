import { queryOptions } from '@tanstack/react-query'
import { queries } from '../../../contract/queries.ts'
import { topics } from '../../../contract/topics.ts'
import { call } from '../../lib/client.ts'

const suggested = 20

export const topicQueries = {
  all: () => ['topics'] as const,
  /** The first topics that match, for pickers. */
  suggestions: (search: string) =>
    queryOptions({
      queryKey: [...topicQueries.all(), 'suggestions', search],
      queryFn: ({ signal }) =>
        call(topics.list, {
          query: { search, queries: [queries.orderAsc('name'), queries.limit(suggested)] },
          signal,
        }),
    }),
  /** The topics with these ids, as far as they are still there. */
  byIds: (ids: readonly string[]) =>
    queryOptions({
      queryKey: [...topicQueries.all(), 'byIds', ids],
      queryFn: ({ signal }) =>
        call(topics.list, {
          query: { queries: [queries.equal('$id', ids), queries.limit(ids.length)], total: false },
          signal,
        }),
      enabled: ids.length > 0,
    }),
}

import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { queries } from '../../../contract/queries.ts'
import { type UserDraft, users } from '../../../contract/users.ts'
import { call } from '../../lib/client.ts'

const suggested = 20

export const peopleQueries = {
  all: () => ['people'] as const,
  /** The first people that match, with their targets, for pickers. */
  suggestions: (search: string) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'suggestions', search],
      queryFn: ({ signal }) =>
        call(users.list, {
          query: { search, queries: [queries.orderAsc('name'), queries.limit(suggested)] },
          signal,
        }),
    }),
  /** The people with these ids, as far as they are still there. */
  byIds: (ids: readonly string[]) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'byIds', ids],
      queryFn: ({ signal }) =>
        call(users.list, {
          query: { queries: [queries.equal('$id', ids), queries.limit(ids.length)], total: false },
          signal,
        }),
      enabled: ids.length > 0,
    }),
  get: (userId: string) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'get', userId],
      queryFn: ({ signal }) => call(users.get, { params: { userId }, signal }),
    }),
}

export const peopleMutations = {
  create: () => mutationOptions({ mutationFn: (body: UserDraft) => call(users.create, { body }) }),
}

import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { csvOf } from '../../../contract/endpoint.ts'
import { messages } from '../../../contract/messages.ts'
import { queries } from '../../../contract/queries.ts'
import type { ChannelType } from '../../../contract/resource.ts'
import { subscribers } from '../../../contract/subscribers.ts'
import { type User, type UserDraft, users } from '../../../contract/users.ts'
import { askByIds } from '../../lib/by-ids.ts'
import { addressOf, call } from '../../lib/client.ts'
import { dayRangeQueries } from '../../lib/day-range.ts'
import { anyOf, suggestions } from '../../lib/list-queries.ts'
import { pageQueries } from '../../lib/paging.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { type PeopleFilter, type PersonState, peopleOrder } from './people-search.ts'

export const peopleQueries = {
  all: () => ['people'] as const,
  /** A page of the list; days begin and end in `zone`. */
  list: (filter: PeopleFilter, zone: string) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'list', filter, zone],
      queryFn: async ({ signal }) =>
        call(users.list, {
          query: { search: filter.q ?? '', queries: await listQueries(filter, zone) },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: pollInterval(false),
    }),
  /** The first people that match, with their targets, for pickers. */
  suggestions: (search: string) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'suggestions', search],
      queryFn: ({ signal }) =>
        call(users.list, {
          query: suggestions(search),
          signal,
        }),
    }),
  /** The people with these ids, as far as they are still there. */
  byIds: (ids: readonly string[]) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'byIds', ids],
      queryFn: async ({ signal }) => {
        const pages = await askByIds(ids, (query) => call(users.list, { query, signal }))
        return { users: pages.flatMap((page) => page.users) }
      },
      enabled: ids.length > 0,
    }),
  /** What targets with these ids are, and whose: they are asked for as the audience of a message to just them. */
  targetsByIds: (channel: ChannelType, ids: readonly string[]) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'targetsByIds', channel, ids],
      queryFn: ({ signal }) =>
        call(messages.audienceRecipients, {
          body: { providerType: channel, targets: [...ids], limit: ids.length },
          signal,
        }),
      enabled: ids.length > 0,
    }),
  get: (userId: string) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'get', userId],
      queryFn: ({ signal }) => call(users.get, { params: { userId }, signal }),
    }),
  /** In how many topics a person is, or one of the targets. */
  subscriptionTotal: (of: { userId: string } | { targetId: string }) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'subscriptionTotal', of],
      queryFn: async ({ signal }) => {
        const query =
          'userId' in of ? queries.equal('userId', of.userId) : queries.equal('targetId', of.targetId)
        const { total } = await call(subscribers.listEverywhere, {
          query: { queries: [query, queries.limit(1)] },
          signal,
        })
        return total
      },
    }),
}

/** All that match as a file, in the order of the list. */
export async function peopleFile(filter: PeopleFilter, zone: string): Promise<string> {
  return addressOf(csvOf(users.list), {
    query: { search: filter.q ?? '', queries: await filterQueries(filter, zone) },
  })
}

const listQueries = async (filter: PeopleFilter, zone: string): Promise<string[]> => [
  ...(await filterQueries(filter, zone)),
  ...pageQueries(filter),
]

async function filterQueries(filter: PeopleFilter, zone: string): Promise<string[]> {
  const { state = [], lacks = [], from, to, order } = filter
  return [
    ...stateQueries(state),
    ...anyOf(lacks.map((attribute) => queries.equal(attribute, ''))),
    ...(await dayRangeQueries('$createdAt', { from, to }, zone)),
    ...peopleOrder.queries(order),
  ]
}

/** Both are all. */
function stateQueries(states: readonly PersonState[]): string[] {
  return states.length === 1 ? [queries.equal('status', states[0] === 'active')] : []
}

/** Just what is to change. */
export interface PersonChange {
  name?: string | undefined
  email?: string | undefined
  number?: string | undefined
}

export const peopleMutations = {
  create: () => mutationOptions({ mutationFn: (body: UserDraft) => call(users.create, { body }) }),
  /** One call for each: the first that is refused ends it, and those before it stand. */
  update: () =>
    mutationOptions({
      mutationFn: async ({ userId, change }: { userId: string; change: PersonChange }) => {
        const params = { userId }
        const { name, email, number } = change
        if (name !== undefined) await call(users.updateName, { params, body: { name } })
        if (email !== undefined) await call(users.updateEmail, { params, body: { email } })
        if (number !== undefined) await call(users.updatePhone, { params, body: { number } })
      },
    }),
  setStatus: () =>
    mutationOptions({
      mutationFn: ({ user, status }: { user: User; status: boolean }) =>
        call(users.updateStatus, { params: { userId: user.$id }, body: { status } }),
    }),
  delete: () =>
    mutationOptions({ mutationFn: (userId: string) => call(users.delete, { params: { userId } }) }),
}

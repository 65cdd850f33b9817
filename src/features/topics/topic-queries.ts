import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { queries } from '../../../contract/queries.ts'
import { type Topic, type TopicChange, type TopicDraft, topics } from '../../../contract/topics.ts'
import { askByIds } from '../../lib/by-ids.ts'
import { call } from '../../lib/client.ts'
import { dayRangeQueries } from '../../lib/day-range.ts'
import { anyOf, suggestions } from '../../lib/list-queries.ts'
import { type Page, pageQueries } from '../../lib/paging.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { type TopicOpening, type TopicReach, type TopicsFilter, topicOrder } from './topic-search.ts'

export const topicQueries = {
  all: () => ['topics'] as const,
  /** A page of the list; days begin and end in `zone`. */
  list: (filter: TopicsFilter, zone: string) =>
    queryOptions({
      queryKey: [...topicQueries.all(), 'list', filter, zone],
      queryFn: async ({ signal }) =>
        call(topics.list, {
          query: { search: filter.q ?? '', queries: await listQueries(filter, zone) },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: pollInterval(false),
    }),
  /** The first topics that match, for pickers. */
  suggestions: (search: string) =>
    queryOptions({
      queryKey: [...topicQueries.all(), 'suggestions', search],
      queryFn: ({ signal }) =>
        call(topics.list, {
          query: suggestions(search),
          signal,
        }),
    }),
  /** The topics with these ids, as far as they are still there. */
  byIds: (ids: readonly string[]) =>
    queryOptions({
      queryKey: [...topicQueries.all(), 'byIds', ids],
      queryFn: async ({ signal }) => {
        const pages = await askByIds(ids, (query) => call(topics.list, { query, signal }))
        return { topics: pages.flatMap((page) => page.topics) }
      },
      enabled: ids.length > 0,
    }),
  one: (topicId: string) => [...topicQueries.all(), 'one', topicId] as const,
  get: (topicId: string) =>
    queryOptions({
      queryKey: [...topicQueries.one(topicId), 'itself'],
      queryFn: ({ signal }) => call(topics.get, { params: { topicId }, signal }),
    }),
  /** The messages that name it and are still to come or on their way, the next first. */
  uses: (topicId: string, page: Page, conditions: readonly string[] = []) =>
    queryOptions({
      queryKey: [...topicQueries.one(topicId), 'uses', page, conditions],
      queryFn: ({ signal }) =>
        call(topics.uses, {
          params: { topicId },
          query: { queries: [...conditions, queries.orderAsc('scheduledAt'), ...pageQueries(page)] },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: pollInterval(false),
    }),
  /** What was sent at once is among the uses while it goes out; without a time it has no place in this order, and no page begins at it. */
  upcoming: (topicId: string, page: Page) =>
    topicQueries.uses(topicId, page, [queries.isNotNull('scheduledAt')]),
}

async function listQueries(filter: TopicsFilter, zone: string): Promise<string[]> {
  const { q: _, reach = [], open = [], from, to, order, ...page } = filter
  return [
    ...anyOf(reach.map((one) => reached[one])),
    ...anyOf(open.map((one) => opened[one])),
    ...(await dayRangeQueries('$createdAt', { from, to }, zone)),
    ...topicOrder.queries(order),
    ...pageQueries(page),
  ]
}

const totals = ['emailTotal', 'smsTotal', 'pushTotal'] as const

const reached: Readonly<Record<TopicReach, string>> = {
  email: queries.greaterThan('emailTotal', 0),
  sms: queries.greaterThan('smsTotal', 0),
  push: queries.greaterThan('pushTotal', 0),
  nobody: queries.and(totals.map((total) => queries.equal(total, 0))),
}

const opened: Readonly<Record<TopicOpening, string>> = {
  nobody: queries.isNull('subscribe'),
  users: queries.equal('subscribe', 'users'),
  verified: queries.equal('subscribe', 'users/verified'),
  // What is neither of those nor closed.
  roles: queries.and([
    queries.notEqual('subscribe', 'users'),
    queries.notEqual('subscribe', 'users/verified'),
  ]),
}

export const topicMutations = {
  create: () => mutationOptions({ mutationFn: (body: TopicDraft) => call(topics.create, { body }) }),
  update: () =>
    mutationOptions({
      mutationFn: ({ topicId, change }: { topicId: string; change: TopicChange }) =>
        call(topics.update, { params: { topicId }, body: change }),
    }),
  delete: () =>
    mutationOptions({ mutationFn: (topicId: string) => call(topics.delete, { params: { topicId } }) }),
}

/** How many subscribers it has. */
export const subscriberTotal = ({ emailTotal, smsTotal, pushTotal }: Topic) =>
  emailTotal + smsTotal + pushTotal

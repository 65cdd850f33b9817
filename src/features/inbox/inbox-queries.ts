import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { inbox } from '../../../contract/inbox.ts'
import { call, callText } from '../../lib/client.ts'
import { pageQueries } from '../../lib/paging.ts'
import { pollInterval } from '../../lib/query-client.ts'
import type { InboxSearch } from './inbox-search.ts'

const justNow = 60_000

export const inboxQueries = {
  all: () => ['inbox'] as const,
  lists: () => [...inboxQueries.all(), 'list'] as const,
  list: ({ q = '', after, before, size }: InboxSearch) =>
    queryOptions({
      queryKey: [...inboxQueries.lists(), { q, after, before, size }],
      queryFn: ({ signal }) =>
        call(inbox.list, { query: { search: q, queries: pageQueries({ after, before, size }) }, signal }),
      placeholderData: keepPreviousData,
      // Where something has just come in more is likely to follow.
      refetchInterval: ({ state: { data } }) => {
        const newest = data?.items[0]
        return pollInterval(newest !== undefined && Date.now() - Date.parse(newest.$createdAt) < justNow)
      },
    }),
  get: (itemId: string) =>
    queryOptions({
      queryKey: [...inboxQueries.all(), 'get', itemId],
      queryFn: ({ signal }) => call(inbox.get, { params: { itemId }, signal }),
      // What was caught never changes.
      staleTime: Number.POSITIVE_INFINITY,
    }),
  source: (itemId: string) =>
    queryOptions({
      queryKey: [...inboxQueries.all(), 'source', itemId],
      queryFn: ({ signal }) => callText(inbox.source, { params: { itemId }, signal }),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
}

export const inboxMutations = {
  delete: () =>
    mutationOptions({ mutationFn: (itemId: string) => call(inbox.delete, { params: { itemId } }) }),
  clear: () => mutationOptions({ mutationFn: () => call(inbox.clear) }),
}

// The list of topics as the URL holds it.
import * as z from 'zod'
import { dayRangeSearch } from '../../lib/day-range.ts'
import { listOrder } from '../../lib/list-order.ts'
import { pageSearch, searchText } from '../../lib/paging.ts'

/** Whom messages to a topic reach: by a channel, or not at all. */
export const topicReaches = ['email', 'sms', 'push', 'nobody'] as const
export type TopicReach = (typeof topicReaches)[number]

/** Whom a topic lets subscribe themselves: nobody, or particular roles, or whoever has signed in. */
export const topicOpenings = ['nobody', 'users', 'verified', 'roles'] as const
export type TopicOpening = (typeof topicOpenings)[number]

export const topicOrder = listOrder(
  { name: 'name', email: '-emailTotal', sms: '-smsTotal', push: '-pushTotal', created: '-$createdAt' },
  'name',
)

export const topicsSearch = z.object({
  q: searchText,
  reach: z.array(z.enum(topicReaches)).min(1).optional().catch(undefined),
  open: z.array(z.enum(topicOpenings)).min(1).optional().catch(undefined),
  /** Created on these days. */
  ...dayRangeSearch,
  /** By name, unless it says otherwise. */
  order: topicOrder.search,
  ...pageSearch,
  /** Which dialog is open: for a new topic, or for the one with this id. */
  add: z.literal(true).optional().catch(undefined),
  edit: searchText,
  remove: searchText,
})
export type TopicsSearch = z.output<typeof topicsSearch>

/** What of the search decides which rows there are. */
export type TopicsFilter = Omit<TopicsSearch, 'add' | 'edit' | 'remove'>

/** On each page of one topic: which dialog is open. */
export const topicSearch = z.object({ dialog: z.enum(['edit', 'delete']).optional().catch(undefined) })
export type TopicSearch = z.output<typeof topicSearch>

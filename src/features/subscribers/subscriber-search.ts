// A topic's subscribers as the URL holds them.
import * as z from 'zod'
import { channelTypes } from '../../../contract/resource.ts'
import { dayRangeSearch } from '../../lib/day-range.ts'
import { listOrder } from '../../lib/list-order.ts'
import { pageSearch, searchText } from '../../lib/paging.ts'

export const subscriberOrder = listOrder({ channel: 'providerType', since: '-$createdAt' }, '-since')

export const waysToAdd = ['picked', 'pasted'] as const
export type WayToAdd = (typeof waysToAdd)[number]

export const subscribersSearch = z.object({
  q: searchText,
  channel: z.array(z.enum(channelTypes)).min(1).optional().catch(undefined),
  /** Subscribed on these days. */
  ...dayRangeSearch,
  /** The newest first, unless it says otherwise. */
  order: subscriberOrder.search,
  ...pageSearch,
  /** The dialog that adds is open: those that are picked, or a list that is pasted. */
  add: z.enum(waysToAdd).optional().catch(undefined),
})
export type SubscribersSearch = z.output<typeof subscribersSearch>

/** What of the search decides which rows there are. */
export type SubscribersFilter = Omit<SubscribersSearch, 'add'>

// The ledger as the URL holds it, whichever part of it a page shows.
import * as z from 'zod'
import { deliveryStatus } from '../../../contract/delivery-status.ts'
import { channelTypes } from '../../../contract/resource.ts'
import { dayRangeSearch } from '../../lib/day-range.ts'
import { pageSearch, searchText } from '../../lib/paging.ts'

const texts = z.array(z.string().min(1)).min(1).optional().catch(undefined)

export const deliverySearch = z.object({
  /** A whole address, number or device token. */
  q: searchText,
  status: z.array(deliveryStatus).min(1).optional().catch(undefined),
  channel: z.array(z.enum(channelTypes)).min(1).optional().catch(undefined),
  /** Ids of providers. */
  provider: texts,
  /** What providers answered: `550`. */
  code: texts,
  person: searchText,
  target: searchText,
  message: searchText,
  /** Of messages that started on these days. */
  ...dayRangeSearch,
  /** Those of the newest messages come first, unless it says otherwise. */
  order: z.literal('oldest').optional().catch(undefined),
  ...pageSearch,
  /** The row whose sheet is open. */
  open: searchText,
})
export type DeliverySearch = z.output<typeof deliverySearch>

/** What of the search decides which rows there are. */
export type DeliveryFilter = Omit<DeliverySearch, 'open'>

/** Which part of the ledger a page is about; it filters within that. */
export type DeliveryScope =
  | { readonly of: 'project' }
  | { readonly of: 'message' | 'person' | 'provider'; readonly id: string }

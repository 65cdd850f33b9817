// The ledger as the URL holds it.
import * as z from 'zod'
import { deliveryStatus } from '../../../contract/delivery-status.ts'
import { pageSearch, searchText } from '../../lib/paging.ts'

export const deliverySearch = z.object({
  /** A whole address, number or device token. */
  to: searchText,
  status: z.array(deliveryStatus).min(1).optional().catch(undefined),
  ...pageSearch,
  /** The row whose sheet is open. */
  open: searchText,
})
export type DeliverySearch = z.output<typeof deliverySearch>

/** What of the search decides which rows there are. */
export type DeliveryFilter = Omit<DeliverySearch, 'open'>

// The ledger as the URL holds it, and as the API is asked.
import * as z from 'zod'
import { deliveryStatus } from '../../../contract/deliveries.ts'
import { queries } from '../../../contract/lists.ts'
import { isEmailAddress } from '../../../contract/wire.ts'
import { pageQueries, pageSearch, searchText } from '../../lib/paging.ts'

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

export function deliveryListQueries({ to, status, ...page }: DeliveryFilter): string[] {
  return [
    ...(to ? [queries.equal('identifier', isEmailAddress(to) ? to.toLowerCase() : to)] : []),
    ...(status ? [queries.equal('status', status)] : []),
    ...pageQueries(page),
  ]
}

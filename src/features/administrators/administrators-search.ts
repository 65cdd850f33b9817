import * as z from 'zod'
import { searchText } from '../../lib/paging.ts'

/** Which dialog is open, and about whom. */
export const administratorsSearch = z.object({
  invite: z.literal(true).optional().catch(undefined),
  role: searchText,
  reset: searchText,
  remove: searchText,
  withdraw: searchText,
})
export type AdministratorsSearch = z.output<typeof administratorsSearch>

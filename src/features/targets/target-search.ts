// A person's targets as the URL holds them: which dialog is open.
import * as z from 'zod'
import { searchText } from '../../lib/paging.ts'

export const targetSearch = z.object({
  add: z.literal(true).optional().catch(undefined),
  /** The target that is changed, or about to be deleted. */
  change: searchText,
  remove: searchText,
})
export type TargetSearch = z.output<typeof targetSearch>

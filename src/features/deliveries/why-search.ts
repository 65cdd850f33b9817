import * as z from 'zod'
import { searchText } from '../../lib/paging.ts'

export const whySearch = z.object({
  /** Who is asked about on a message's page. */
  who: searchText,
  /** Of which cause those that failed are about to be tried again: its status and its code. */
  retry: searchText,
})
export type WhySearch = z.output<typeof whySearch>

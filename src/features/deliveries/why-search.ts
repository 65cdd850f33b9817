import * as z from 'zod'
import { searchText } from '../../lib/paging.ts'

/** Who is asked about on a message's page. */
export const whySearch = z.object({ who: searchText })
export type WhySearch = z.output<typeof whySearch>

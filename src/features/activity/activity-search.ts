// The activity as the URL holds it.
import * as z from 'zod'
import { logOutcomes } from '../../../contract/logs.ts'
import { dayRangeSearch } from '../../lib/day-range.ts'
import { pageSearch, searchText } from '../../lib/paging.ts'

const texts = z.array(z.string().min(1)).min(1).optional().catch(undefined)

/** What a thing's own activity has of it: the page, and the entry whose sheet is open. */
export const thingActivitySearch = z.object({ ...pageSearch, open: searchText })
export type ThingActivitySearch = z.output<typeof thingActivitySearch>

export const activitySearch = z.object({
  /** Ids of actors; `~system` and `~guest`, who have none, by their type. */
  who: texts,
  event: texts,
  /** Kinds of things: `topic`. */
  type: texts,
  /** One thing: `topic/news`. */
  thing: searchText,
  outcome: z.array(z.enum(logOutcomes)).min(1).optional().catch(undefined),
  ...dayRangeSearch,
  ...thingActivitySearch.shape,
})
export type ActivitySearch = z.output<typeof activitySearch>

/** What of the search decides which entries there are. */
export type ActivityFilter = Omit<ActivitySearch, 'open'>

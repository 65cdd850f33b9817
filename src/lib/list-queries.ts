// Queries that several lists are asked.
import { queries } from '../../contract/queries.ts'

const suggested = 20

/** The first ones that match, by name: for pickers. */
export const suggestions = (search: string) => ({
  search,
  queries: [queries.orderAsc('name'), queries.limit(suggested)],
})

/** Rows for which one of these is true; where there is no condition, all. */
export function anyOf([first, ...others]: readonly string[]): string[] {
  if (!first) return []
  return [others.length === 0 ? first : queries.or([first, ...others])]
}

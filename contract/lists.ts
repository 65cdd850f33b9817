// What all lists share: the parameters and the envelope.
import * as z from 'zod'
import { flag, list, text } from './wire.ts'

/** Parameters of every list. `queries` holds texts of the query language; each is a JSON object. */
export const listQuery = z.object({
  queries: list(z.string(), 100).default([]),
  search: text(0, 256).default(''),
  total: flag.default(true),
})
export type ListQuery = z.output<typeof listQuery>

/** Parameters of the lists that cannot be searched. */
export const queriesOnly = listQuery.omit({ search: true })

/** Higher a `total` does not go where rows have to be counted one by one: no page is worth a walk over a million of them. */
export const mostCounted = 10_000

export function listReply<Key extends string, Item extends z.ZodType>(key: Key, item: Item) {
  return z.object({ total: z.int(), [key]: z.array(item) } as { total: z.ZodInt } & Record<
    Key,
    z.ZodArray<Item>
  >)
}

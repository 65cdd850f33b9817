import { queries } from '../../contract/queries.ts'

/** A condition has at most 4,096 characters, and an id in it, with its quotes and comma, at most 39. */
const idsAtOnce = 100

/** Asks for the things with these ids, as many at once as a condition can hold. */
export function askByIds<Reply>(
  ids: readonly string[],
  ask: (query: { queries: string[]; total: false }) => Promise<Reply>,
): Promise<Reply[]> {
  return Promise.all(
    chunksOf(ids, idsAtOnce).map((some) =>
      ask({ queries: [queries.equal('$id', some), queries.limit(some.length)], total: false }),
    ),
  )
}

export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

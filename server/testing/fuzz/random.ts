// Chance that can be had again: everything about a request follows from the seed and its number.

export type Random = {
  /** 0 to below 1. */
  readonly share: () => number
  /** 0 to `below - 1`. */
  readonly int: (below: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <Item>(items: readonly Item[]) => Item
}

export function randomOf(seed: string): Random {
  let state = hash(seed)
  // mulberry32: short, and good enough to choose among mutations.
  const share = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number) => Math.floor(share() * below)
  return {
    share,
    int,
    chance: (wanted) => share() < wanted,
    pick: (items) => {
      if (items.length === 0) throw new Error('There is nothing to choose from.')
      return items[int(items.length)] as (typeof items)[number]
    },
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193)
  return value
}

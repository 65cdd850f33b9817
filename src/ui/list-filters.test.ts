import { assertType, test } from 'vitest'
import type { ListFilter } from './list-filters.tsx'

interface Search {
  q?: string | undefined
  state?: ('on' | 'off')[] | undefined
}

test('a filter is of a part of the search, and has a word for each of its values', () => {
  assertType<ListFilter<Search>>({ key: 'state', label: 'State', words: { on: 'On', off: 'Off' } })
  // @ts-expect-error: there is no such part
  assertType<ListFilter<Search>>({ key: 'kind', label: 'Kind', words: { on: 'On', off: 'Off' } })
  // @ts-expect-error: "off" has no word
  assertType<ListFilter<Search>>({ key: 'state', label: 'State', words: { on: 'On' } })
  // @ts-expect-error: the search holds no days
  assertType<ListFilter<Search>>({ days: 'Created', zone: 'Europe/Berlin' })
})

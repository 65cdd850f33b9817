import { expect, test } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

const now = Date.UTC(2015, 9, 21, 7, 27, 0)

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 60_000],
  ['Wed, 21 Oct 2015 07:00:00 GMT', 0],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['2015', 2_015_000],
  ['Mon', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s asks to wait for %s ms', (value, ms) => {
  expect(readRetryAfter(value, now)).toBe(ms)
})

import { expect, test } from 'vitest'
import { timeLeftText } from './time-left.ts'

const first = { at: 0, done: 100 }

test.each([
  [{ at: 3_000, done: 200 }, undefined],
  [{ at: 10_000, done: 100 }, undefined],
  [{ at: 10_000, done: 1_000 }, undefined],
  [{ at: 10_000, done: 900 }, 'a few seconds left'],
  [{ at: 10_000, done: 300 }, 'about 40 s left'],
  [{ at: 60_000, done: 400 }, 'about 2 min left'],
  [{ at: 3_600_000, done: 250 }, 'about 5 h left'],
])('at %o of 1,000 it is %s', (now, words) => {
  expect(timeLeftText(first, now, 1_000)).toBe(words)
})

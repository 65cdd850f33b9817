import { expect, test } from 'vitest'
import { leadText } from './lead-text.ts'

const minute = 60_000
const hour = 60 * minute

test.each([
  [0, 'in less than a minute'],
  [59_999, 'in less than a minute'],
  [minute, 'in 1 min'],
  [59 * minute, 'in 59 min'],
  [59.6 * minute, 'in 1 h'],
  [3 * hour + 12 * minute, 'in 3 h 12 min'],
  [24 * hour, 'in 1 day'],
  [30 * hour, 'in 1 day 6 h'],
  [47.8 * hour, 'in 2 days'],
  [12.4 * 24 * hour, 'in 12 days'],
])('%d ms are %s', (milliseconds, words) => {
  expect(leadText(milliseconds)).toBe(words)
})

import { expect, test } from 'vitest'
import { countdownText } from './countdown-text.ts'

test.each([
  [-5_000, '0:00'],
  [0, '0:00'],
  [1, '0:01'],
  [8_000, '0:08'],
  [8_001, '0:09'],
  [750_000, '12:30'],
  [3_600_000, '1:00:00'],
  [3_725_000, '1:02:05'],
])('%i ms left reads %s', (left, text) => {
  expect(countdownText(left)).toBe(text)
})

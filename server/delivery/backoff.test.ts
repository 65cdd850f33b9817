import { describe, expect, test } from 'vitest'
import { backoffMs, giveUpAfterMs, lanePauseMs, obeyedMs } from './backoff.ts'

describe('the delay of a retry', () => {
  test.each([
    [1, 2_000],
    [2, 8_000],
    [3, 30_000],
    [4, 120_000],
    [5, 600_000],
    [40, 600_000],
  ])('after attempt %i is at most %i ms, with full jitter', (attempt, most) => {
    expect(backoffMs(attempt, 0)).toBe(0)
    expect(backoffMs(attempt, 0.5)).toBe(most / 2)
    expect(backoffMs(attempt, 1)).toBe(most)
  })

  test('is at least what the provider asks for, which is obeyed up to an hour', () => {
    expect([undefined, 0, 60_000, 86_400_000].map(obeyedMs)).toEqual([0, 0, 60_000, 3_600_000])
  })
})

test('e-mails are tried for four hours, what is for a phone for one', () => {
  expect(giveUpAfterMs).toEqual({ email: 14_400_000, sms: 3_600_000, push: 3_600_000 })
})

test('a lane pauses at the second refusal in a row, and longer each time', () => {
  expect([0, 1, 2, 3, 4, 20].map(lanePauseMs)).toEqual([0, 0, 15_000, 30_000, 60_000, 600_000])
})

import { expect, test } from 'vitest'
import { exactTimeText, relativeTimeText } from './relative-time-text.ts'

const now = Date.parse('2026-06-03T12:00:00Z')
const at = (text: string) => Date.parse(text)

test.each([
  ['2026-06-03T12:00:00.000Z', 'just now'],
  ['2026-06-03T11:59:15.000Z', 'just now'],
  ['2026-06-03T12:00:00.400Z', 'just now'],
  ['2026-06-03T12:00:08.000Z', 'in 8 s'],
  ['2026-06-03T11:58:50.000Z', '1 min ago'],
  ['2026-06-03T11:01:00.000Z', '59 min ago'],
  ['2026-06-03T11:00:20.000Z', '1 h ago'],
  ['2026-06-03T14:59:30.000Z', 'in 3 h'],
  ['2026-06-03T17:00:00.000Z', 'in 5 h'],
  ['2026-06-05T12:00:00.000Z', 'in 2 d'],
  ['2026-06-02T12:20:00.000Z', '1 d ago'],
  ['2026-05-28T12:00:00.000Z', '6 d ago'],
  ['2026-05-20T12:00:00.000Z', '20 May'],
  ['2025-12-24T12:00:00.000Z', '24 Dec 2025'],
])('%s reads "%s" at noon of 3 June', (moment, text) => {
  expect(relativeTimeText(at(moment), now, 'en-GB')).toBe(text)
})

test('a future time never reads as past', () => {
  for (let ahead = 1_000; ahead < 6 * 24 * 3_600_000; ahead = Math.ceil(ahead * 1.3))
    expect(relativeTimeText(now + ahead, now)).toMatch(/^in \d+ (s|min|h|d)$/)
})

test('the exact time is said in the zone, which is named, and in UTC', () => {
  expect(exactTimeText(at('2026-06-03T22:30:05Z'), { locale: 'en-GB', zone: 'America/New_York' })).toEqual({
    local: 'Wed, 3 Jun 2026, 18:30:05 America/New York',
    utc: 'Wed, 3 Jun 2026, 22:30:05 UTC',
  })
})

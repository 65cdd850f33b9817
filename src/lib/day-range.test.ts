import { expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { addDays, dayRangeQueries, dayRangeText, startOfDay, today } from './day-range.ts'

test.each([
  ['2026-06-03', 'Europe/Berlin', '2026-06-02T22:00:00.000+00:00'],
  ['2026-06-03', 'UTC', '2026-06-03T00:00:00.000+00:00'],
  // The day on which clocks go forward, and the one after it.
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000+00:00'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000+00:00'],
  // Clocks that go forward at midnight: the day begins at one.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000+00:00'],
])('%s in %s begins at %s', async (date, zone, begin) => {
  expect(await startOfDay(date, zone)).toBe(begin)
})

test('a range takes its last day whole', async () => {
  expect(await dayRangeQueries('sentAt', { from: '2026-06-03', to: '2026-06-03' }, 'UTC')).toEqual([
    queries.greaterThanEqual('sentAt', '2026-06-03T00:00:00.000+00:00'),
    queries.lessThan('sentAt', '2026-06-04T00:00:00.000+00:00'),
  ])
  expect(await dayRangeQueries('sentAt', {}, 'UTC')).toEqual([])
})

test('days are counted over the ends of months and years', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
  expect(addDays('2027-01-01', -1)).toBe('2026-12-31')
})

test('today is another day elsewhere', () => {
  const now = Date.parse('2026-06-03T23:30:00Z')
  expect(today('UTC', now)).toBe('2026-06-03')
  expect(today('Asia/Tokyo', now)).toBe('2026-06-04')
})

test('a range is said in words', () => {
  expect(dayRangeText({ from: '2026-06-03', to: '2026-06-09' }, 'en-GB')).toMatch(/^3\D+9 Jun 2026$/)
  expect(dayRangeText({ from: '2026-06-03' }, 'en-GB')).toBe('since 3 Jun 2026')
  expect(dayRangeText({ to: '2026-06-09' }, 'en-GB')).toBe('until 9 Jun 2026')
  expect(dayRangeText({}, 'en-GB')).toBe('')
})

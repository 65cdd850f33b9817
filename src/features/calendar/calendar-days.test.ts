import { describe, expect, test } from 'vitest'
import {
  addMonths,
  daysOf,
  dayText,
  firstWeekday,
  monthOf,
  spanText,
  type Weekday,
  weekdayOf,
  weekOf,
  weeksOf,
  weeksOfMonth,
} from './calendar-days.ts'

test.each([
  ['2026-06-03', 1, '2026-07-03'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2028-02-29', 12, '2029-02-28'],
  ['2026-03-31', -1, '2026-02-28'],
  ['2026-12-31', 1, '2027-01-31'],
  ['2037-12-31', 2, '2038-02-28'],
  ['2026-01-15', -13, '2024-12-15'],
])('%s and %i months is %s', (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected)
})

test.each([
  ['2026-06-03', '2026-06-01', '2026-06-30'],
  ['2026-02-01', '2026-02-01', '2026-02-28'],
  ['2028-02-29', '2028-02-01', '2028-02-29'],
  ['2100-02-10', '2100-02-01', '2100-02-28'],
  ['2037-12-31', '2037-12-01', '2037-12-31'],
])('the month of %s goes from %s to %s', (day, from, to) => {
  expect(monthOf(day)).toEqual({ from, to })
})

test.each([
  ['2026-06-03', 3],
  ['2026-06-07', 7],
  ['2028-02-29', 2],
  ['2037-01-01', 4],
])('%s is weekday %i', (day, weekday) => {
  expect(weekdayOf(day)).toBe(weekday)
})

describe('a week', () => {
  test.each<[string, Weekday, string, string]>([
    ['2026-06-03', 1, '2026-06-01', '2026-06-07'],
    ['2026-06-03', 7, '2026-05-31', '2026-06-06'],
    ['2026-06-03', 6, '2026-05-30', '2026-06-05'],
    ['2026-06-07', 7, '2026-06-07', '2026-06-13'],
    ['2027-01-01', 1, '2026-12-28', '2027-01-03'],
    // The days on which clocks change in Europe and America have a date as any other.
    ['2026-03-29', 1, '2026-03-23', '2026-03-29'],
    ['2026-11-01', 7, '2026-11-01', '2026-11-07'],
  ])('of %s that begins on %i goes from %s to %s', (day, first, from, to) => {
    expect(weekOf(day, first)).toEqual({ from, to })
  })

  test.each([
    ['en-GB', 1],
    ['de-DE', 1],
    ['en-US', 7],
    ['pt-BR', 7],
    ['ar-EG', 6],
  ])('begins in %s on %i', (locale, first) => {
    expect(firstWeekday(locale)).toBe(first)
  })
})

describe('the weeks of a month', () => {
  test.each<[string, Weekday, string, string, number]>([
    ['2026-06-15', 1, '2026-06-01', '2026-07-05', 5],
    ['2026-06-15', 7, '2026-05-31', '2026-07-04', 5],
    // Four weeks sharp, and six.
    ['2027-02-10', 1, '2027-02-01', '2027-02-28', 4],
    ['2026-08-10', 1, '2026-07-27', '2026-09-06', 6],
    ['2037-10-25', 1, '2037-09-28', '2037-11-01', 5],
  ])('of %s, begun on %i, go from %s to %s', (day, first, from, to, weeks) => {
    const span = weeksOfMonth(day, first)
    expect(span).toEqual({ from, to })
    expect(weeksOf(span)).toHaveLength(weeks)
    expect(weeksOf(span).flat()).toEqual(daysOf(span))
    expect(weeksOf(span).every((week) => week.length === 7)).toBe(true)
  })
})

test('days are named in the language of the reader', () => {
  expect(dayText('2026-06-03', 'month', 'en-GB')).toBe('June 2026')
  expect(dayText('2026-06-03', 'longDate', 'en-GB')).toMatch(/^Wednesday,? 3 June 2026$/)
  expect(dayText('2026-06-03', 'month', 'de-DE')).toBe('Juni 2026')
  expect(spanText({ from: '2026-06-29', to: '2026-07-05' }, 'en-GB')).toMatch(/^29 June\D+5 July 2026$/)
})

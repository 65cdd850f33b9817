import { expect, test } from 'vitest'
import { timeToWrite } from './time-to-write.ts'

const now = Date.parse('2026-06-03T12:20:00Z')

test.each([
  ['2026-06-04', 'Europe/Berlin', '09:00'],
  ['2026-06-03', 'Europe/Berlin', '16:00'],
  // It is 05:20 there, and later today nine is to come.
  ['2026-06-03', 'America/Los_Angeles', '09:00'],
  // 21:20, and 00:20 of the day after.
  ['2026-06-03', 'Asia/Tokyo', '23:00'],
  ['2026-06-04', 'Pacific/Auckland', '09:00'],
])('a message for %s in %s is proposed for %s', (date, zone, time) => {
  expect(timeToWrite(date, zone, now)).toEqual({ date, time, zone })
})

test('none is proposed for a day that is over, or as good as over', () => {
  expect(timeToWrite('2026-06-02', 'Europe/Berlin', now)).toBeUndefined()
  expect(timeToWrite('2026-06-03', 'Pacific/Auckland', now)).toBeUndefined()
  expect(timeToWrite('2026-06-03', 'Europe/Berlin', Date.parse('2026-06-03T20:00:00Z'))).toBeUndefined()
})

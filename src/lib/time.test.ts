import { describe, expect, test } from 'vitest'
import {
  formatInstant,
  resolveLocalTime,
  toLocalTime,
  viewerZone,
  zonedTime,
  zoneLongName,
  zoneNames,
  zoneOffset,
} from './time.ts'

describe('a local time becomes an instant', () => {
  test.each([
    ['2026-01-15', '09:00', 'Europe/Berlin', '2026-01-15T08:00:00.000+00:00'],
    ['2026-06-15', '09:00', 'Europe/Berlin', '2026-06-15T07:00:00.000+00:00'],
    ['2026-06-15', '09:00', 'America/New_York', '2026-06-15T13:00:00.000+00:00'],
    ['2026-06-15', '09:30', 'Asia/Kathmandu', '2026-06-15T03:45:00.000+00:00'],
    ['2026-06-15', '00:00', 'UTC', '2026-06-15T00:00:00.000+00:00'],
    ['2028-02-29', '23:59', 'Pacific/Auckland', '2028-02-29T10:59:00.000+00:00'],
  ])('%s %s in %s is %s', async (date, time, zone, instant) => {
    expect(await resolveLocalTime({ date, time, zone })).toEqual({ kind: 'exact', instant })
  })

  test('a time that clocks skip is moved behind the gap, and says to what', async () => {
    expect(await resolveLocalTime({ date: '2026-03-29', time: '02:30', zone: 'Europe/Berlin' })).toEqual({
      kind: 'gap',
      instant: '2026-03-29T01:30:00.000+00:00',
      shown: { date: '2026-03-29', time: '03:30', zone: 'Europe/Berlin' },
      other: '2026-03-29T00:30:00.000+00:00',
      otherShown: { date: '2026-03-29', time: '01:30', zone: 'Europe/Berlin' },
    })
  })

  test('a time that clocks show twice is the earlier one, and offers the later', async () => {
    expect(await resolveLocalTime({ date: '2026-10-25', time: '02:30', zone: 'Europe/Berlin' })).toEqual({
      kind: 'overlap',
      instant: '2026-10-25T00:30:00.000+00:00',
      other: '2026-10-25T01:30:00.000+00:00',
    })
  })

  test('half an hour is skipped too', async () => {
    const resolved = await resolveLocalTime({
      date: '2026-10-04',
      time: '02:15',
      zone: 'Australia/Lord_Howe',
    })
    expect(resolved).toMatchObject({ kind: 'gap', shown: { time: '02:45' } })
  })

  test('the last minute before a gap and the first one after it are plain', async () => {
    const zone = 'America/New_York'
    expect(await resolveLocalTime({ date: '2026-03-08', time: '01:59', zone })).toMatchObject({
      kind: 'exact',
    })
    expect(await resolveLocalTime({ date: '2026-03-08', time: '03:00', zone })).toMatchObject({
      kind: 'exact',
    })
  })

  test.each([
    ['', '09:00', 'UTC'],
    ['2026-06-15', '', 'UTC'],
    ['2026-02-30', '09:00', 'UTC'],
    ['2026-06-15', '09:00', 'Mars/Olympus'],
  ])('"%s" "%s" in %s is not one yet', async (date, time, zone) => {
    expect(await resolveLocalTime({ date, time, zone })).toBeUndefined()
  })
})

test('an instant fills the fields with what the zone’s clocks show', () => {
  const at = '2026-06-15T23:30:00.000+00:00'
  expect(toLocalTime(at, 'Europe/Berlin')).toEqual({
    date: '2026-06-16',
    time: '01:30',
    zone: 'Europe/Berlin',
  })
  expect(toLocalTime(at, 'America/Los_Angeles')).toMatchObject({ date: '2026-06-15', time: '16:30' })
  expect(toLocalTime('2026-06-15T00:00:00.000+00:00', 'UTC')).toMatchObject({ time: '00:00' })
})

test('there and back again is the same instant', async () => {
  for (const zone of ['Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Kiritimati']) {
    const instant = '2026-11-05T17:41:00.000+00:00'
    expect(await resolveLocalTime(toLocalTime(instant, zone))).toMatchObject({ instant })
  }
})

test('a zone’s offset and name follow the season', () => {
  expect(zoneOffset('Europe/Berlin', '2026-01-15T00:00:00.000+00:00')).toBe('UTC+01:00')
  expect(zoneOffset('Europe/Berlin', '2026-06-15T00:00:00.000+00:00')).toBe('UTC+02:00')
  expect(zoneOffset('UTC', '2026-06-15T00:00:00.000+00:00')).toBe('UTC')
  expect(zoneLongName('Europe/Berlin', '2026-06-15T00:00:00.000+00:00', 'en-GB')).toBe(
    'Central European Summer Time',
  )
})

// ICU's versions differ in commas.
test('an instant is written in the zone asked for', () => {
  const at = '2026-06-03T07:00:00.000+00:00'
  expect(formatInstant(at, 'dateTime', 'Europe/Berlin', 'en-GB')).toMatch(/^Wed,? 3 Jun 2026,? 09:00$/)
  expect(formatInstant(at, 'time', 'UTC', 'en-GB')).toBe('07:00')
  expect(formatInstant(at, 'day', 'Pacific/Auckland', 'en-GB')).toMatch(/^Wed,? 3 Jun$/)
})

test('an instant is written with its zone, or with that of the browser', () => {
  const at = '2026-06-03T07:00:00.000+00:00'
  expect(zonedTime(at, 'time', 'America/New_York', 'en-GB')).toBe('03:00 America/New York')
  expect(zonedTime(at, 'time', '', 'en-GB')).toBe(zonedTime(at, 'time', viewerZone(), 'en-GB'))
})

test('UTC can be chosen', () => {
  expect(zoneNames()).toContain('UTC')
  expect(zoneNames()).toContain('Europe/Berlin')
})

import { describe, expect, test } from 'vitest'
import type { Message } from '../../../contract/messages.ts'
import { cutEntries, entriesByDay, standsAt } from './calendar-entries.ts'

const message = ($id: string, scheduledAt: string | null, startedAt: string | null = null) =>
  ({ $id, $createdAt: '2026-01-01', scheduledAt, delivery: { startedAt } }) as unknown as Message

const idsByDay = (zone: string, ...messages: Message[]) =>
  Object.fromEntries(
    [...entriesByDay(messages, zone)].map(([day, entries]) => [day, entries.map((one) => one.message.$id)]),
  )

test('a message stands where it went out, not where it was to', () => {
  expect(standsAt(message('planned', '2026-06-03T07:00:00Z'))).toBe('2026-06-03T07:00:00Z')
  expect(standsAt(message('late', '2026-06-03T07:00:00Z', '2026-06-03T11:00:00Z'))).toBe(
    '2026-06-03T11:00:00Z',
  )
  expect(standsAt(message('at once', null, '2026-06-03T11:00:00Z'))).toBe('2026-06-03T11:00:00Z')
  expect(standsAt(message('draft', null))).toBeNull()
})

describe('the day of an instant', () => {
  test.each([
    ['Europe/Berlin', '2026-06-03'],
    ['America/New_York', '2026-06-02'],
    ['Asia/Tokyo', '2026-06-03'],
    ['Pacific/Kiritimati', '2026-06-03'],
    ['Pacific/Niue', '2026-06-02'],
  ])('depends on the zone: %s', (zone, day) => {
    expect(idsByDay(zone, message('one', '2026-06-02T22:30:00Z'))).toEqual({ [day]: ['one'] })
  })

  test.each([
    // The last half hour of the short day, and the first of the next, by the clocks of summer.
    ['2026-03-29T21:30:00Z', '2026-03-29'],
    ['2026-03-29T22:00:00Z', '2026-03-30'],
    // Of the long one, by the clocks of winter.
    ['2026-10-24T22:00:00Z', '2026-10-25'],
    ['2026-10-25T22:59:00Z', '2026-10-25'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
    ['2037-10-25T22:59:00Z', '2037-10-25'],
    ['2028-02-29T12:00:00Z', '2028-02-29'],
  ])('is right where clocks change: %s in Berlin is on %s', (at, day) => {
    expect(idsByDay('Europe/Berlin', message('one', at))).toEqual({ [day]: ['one'] })
  })
})

test('an hour that clocks show twice keeps its messages in the order in which they go out', () => {
  const first = message('first 02:30', '2026-10-25T00:30:00Z')
  const second = message('second 02:10', '2026-10-25T01:10:00Z')
  expect(idsByDay('Europe/Berlin', second, first)).toEqual({ '2026-10-25': ['first 02:30', 'second 02:10'] })
})

describe('a cell', () => {
  const entries = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ message: message(id, null), at: '' }))
  const cut = (count: number, openId?: string) => {
    const { shown, rest } = cutEntries(entries.slice(0, count), 3, openId)
    return [shown.map((one) => one.message.$id).join(''), rest]
  }

  test('says how many more there are, where it has no room for all', () => {
    expect(cut(0)).toEqual(['', 0])
    expect(cut(3)).toEqual(['abc', 0])
    expect(cut(4)).toEqual(['ab', 2])
    expect(cut(5)).toEqual(['ab', 3])
  })

  test('shows the message that is open', () => {
    expect(cut(5, 'e')).toEqual(['ae', 3])
    expect(cut(5, 'a')).toEqual(['ab', 3])
    expect(cut(5, 'z')).toEqual(['ab', 3])
  })
})

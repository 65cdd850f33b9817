import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { dismissToast, holdToasts, shownToasts, toast } from './toasts.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  for (const { id } of shownToasts()) dismissToast(id)
  holdToasts(false)
  vi.useRealTimers()
})

const titles = () => shownToasts().map(({ title }) => title)

test('a toast goes after six seconds, an error stays', () => {
  toast({ title: 'Saved' })
  toast({ title: 'Not saved', tone: 'error' })
  vi.advanceTimersByTime(5_999)
  expect(titles()).toEqual(['Saved', 'Not saved'])
  vi.advanceTimersByTime(1)
  expect(titles()).toEqual(['Not saved'])
})

test('at most five are there; the oldest that may go makes room, errors and countdowns last', () => {
  toast({ title: 'Not saved', tone: 'error' })
  toast({ title: 'Sending in', until: Date.now() + 60_000 })
  for (const title of ['1', '2', '3', '4']) toast({ title })
  expect(titles()).toEqual(['Not saved', 'Sending in', '2', '3', '4'])
})

test('the same id takes the place of the first, with a new time', () => {
  toast({ title: 'Once', id: 'a' })
  vi.advanceTimersByTime(5_000)
  toast({ title: 'Twice', id: 'a' })
  vi.advanceTimersByTime(5_000)
  expect(titles()).toEqual(['Twice'])
})

test('none goes while they are held, but a countdown ends when what it counts does', () => {
  const onEnd = vi.fn()
  toast({ title: 'Saved' })
  toast({ title: 'Sending in', until: Date.now() + 10_000, onEnd })
  holdToasts(true)
  vi.advanceTimersByTime(9_999)
  expect(titles()).toEqual(['Saved', 'Sending in'])
  vi.advanceTimersByTime(1)
  expect(titles()).toEqual(['Saved'])
  expect(onEnd).toHaveBeenCalledOnce()
  holdToasts(false)
  vi.advanceTimersByTime(6_000)
  expect(titles()).toEqual([])
})

test('a countdown that is dismissed does not end', () => {
  const onEnd = vi.fn()
  dismissToast(toast({ title: 'Sending in', until: Date.now() + 10_000, onEnd }))
  vi.advanceTimersByTime(20_000)
  expect(onEnd).not.toHaveBeenCalled()
})

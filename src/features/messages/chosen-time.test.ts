import { expect, test } from 'vitest'
import { instantOf } from './chosen-time.ts'

const twice = { kind: 'overlap', instant: 'first', other: 'second' } as const

test('a time that is shown once is that one, whatever was chosen before', () => {
  expect(instantOf({ kind: 'exact', instant: 'only' }, 'other')).toBe('only')
})

test('of a time that is shown twice the chosen one is meant', () => {
  expect(instantOf(twice, 'first')).toBe('first')
  expect(instantOf(twice, 'other')).toBe('second')
})

test('half-filled fields name no moment', () => {
  expect(instantOf(null, 'first')).toBeUndefined()
  expect(instantOf(undefined, 'first')).toBeUndefined()
})

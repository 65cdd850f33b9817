import { expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { listOrder } from './list-order.ts'

const order = listOrder({ name: 'name', created: '-$createdAt', total: '-emailTotal' }, '-created')

test('the list’s own order is asked for without a word in the URL', () => {
  expect(order.queries(undefined)).toEqual([queries.orderDesc('$createdAt')])
  expect(order.shown(undefined)).toEqual({ by: 'created', direction: 'desc' })
})

test.each([
  [undefined, 'name', 'name'],
  ['name', 'name', '-name'],
  ['-name', 'name', 'name'],
  // Numbers and times begin with the most.
  [undefined, 'total', '-total'],
  ['-total', 'total', 'total'],
  // Back at its own order it leaves the URL.
  [undefined, 'created', 'created'],
  ['created', 'created', undefined],
  ['name', 'created', undefined],
  // A column that cannot be ordered by changes nothing.
  ['name', 'state', 'name'],
] as const)('from %s a press on %s makes %s', (sort, column, next) => {
  expect(order.pressed(sort, column)).toBe(next)
})

test('what no column is called is no order', () => {
  expect(order.search.parse('-name')).toBe('-name')
  expect(order.search.parse('password')).toBeUndefined()
  expect(order.search.parse(undefined)).toBeUndefined()
})

import { expect, test } from 'vitest'
import { cutPage, isNarrowed, pageQueries } from './paging.ts'

const rows = (...ids: string[]) => ids.map(($id) => ({ $id }))

test('a page asks for one row more than it shows', () => {
  expect(pageQueries({ size: 2 })).toEqual(['{"method":"limit","values":[3]}'])
})

test('a cursor is asked for in its direction', () => {
  expect(pageQueries({ after: 'b' })).toContain('{"method":"cursorAfter","values":["b"]}')
  expect(pageQueries({ before: 'b' })).toContain('{"method":"cursorBefore","values":["b"]}')
})

test('the first page has no former one, and a next one only where there is a row more', () => {
  expect(cutPage(rows('a', 'b', 'c'), { size: 2 })).toEqual({
    rows: rows('a', 'b'),
    next: { after: 'b' },
    previous: undefined,
  })
  expect(cutPage(rows('a', 'b'), { size: 2 })).toEqual({
    rows: rows('a', 'b'),
    next: undefined,
    previous: undefined,
  })
})

test('a page after a row has the one it came from before it', () => {
  expect(cutPage(rows('c'), { after: 'b', size: 2 })).toEqual({
    rows: rows('c'),
    next: undefined,
    previous: { before: 'c' },
  })
})

test('read backwards, the row more is the first, and the next page is the one it came from', () => {
  expect(cutPage(rows('a', 'b', 'c'), { before: 'd', size: 2 })).toEqual({
    rows: rows('b', 'c'),
    next: { after: 'c' },
    previous: { before: 'b' },
  })
  expect(cutPage(rows('a', 'b'), { before: 'c', size: 2 }).previous).toBeUndefined()
})

test('a page without rows leads nowhere', () => {
  expect(cutPage([], { after: 'z' })).toEqual({ rows: [], next: undefined, previous: undefined })
})

test('a search that only orders and turns pages leaves no row out', () => {
  expect(isNarrowed({ after: 'a', size: 50, order: '-name', q: undefined })).toBe(false)
  expect(isNarrowed({ q: 'ada' })).toBe(true)
  expect(isNarrowed({ size: 50, state: ['blocked'] })).toBe(true)
})

import { expect, test } from 'vitest'
import { inPieces } from './subscriber-batches.ts'

test('many rows go in pieces, and each has its result in its place', async () => {
  const sizes: number[] = []
  const progress: number[] = []
  const items = Array.from({ length: 25 }, (_, index) => index)
  const { results, error } = await inPieces(
    items,
    (done) => progress.push(done),
    async (piece) => {
      sizes.push(piece.length)
      return piece.map((item) => item * 2)
    },
    10,
  )
  expect(sizes).toEqual([10, 10, 5])
  expect(progress).toEqual([10, 20, 25])
  expect(results).toEqual(items.map((item) => item * 2))
  expect(error).toBeNull()
})

test('a piece that fails ends it, and what was done before is still told', async () => {
  const problem = new Error('away')
  let calls = 0
  const { results, error } = await inPieces(
    ['a', 'b', 'c'],
    () => {},
    async (piece) => {
      calls += 1
      if (calls === 2) throw problem
      return piece
    },
    1,
  )
  expect(results).toEqual(['a'])
  expect(error).toBe(problem)
  expect(calls).toBe(2)
})

test('nothing is asked for nothing', async () => {
  const work = () => Promise.reject(new Error('called'))
  expect(await inPieces([], () => {}, work)).toEqual({ results: [], error: null })
})

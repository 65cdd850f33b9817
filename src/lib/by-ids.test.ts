import { expect, test } from 'vitest'
import { askByIds } from './by-ids.ts'

test('many ids are asked for in conditions that the server takes', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => String(index).padStart(36, 'x'))
  const asked = await askByIds(ids, async ({ queries }) => queries)
  expect(asked.flatMap(([condition = '']) => JSON.parse(condition).values)).toEqual(ids)
  expect(Math.max(...asked.flat().map((query) => query.length))).toBeLessThanOrEqual(4096)
  expect(await askByIds([], async () => 'asked')).toEqual([])
})

import { scriptAndStyle, weighScreens } from '../bench/page-weight.js'
import { expect } from './fixtures.ts'
import { missingRoutes } from './screens.js'
import { test } from './with-filled-project.ts'

test('every route is weighed', () => {
  expect(missingRoutes(), 'routes without a line in e2e/screens.js').toEqual([])
})

test('sign-in weighs at most 150 KiB of script and style, the first screen and any later one at most 50 KiB more', async ({
  browser,
  carillon,
  filled,
}) => {
  test.setTimeout(240_000)
  const weights = await weighScreens(browser, carillon, filled)

  for (const { name, bytes, limit, parts } of weights) {
    expect.soft(scriptAndStyle(parts).length, `files of script and style of ${name}`).toBeGreaterThan(1)
    expect.soft(bytes, name).toBeLessThanOrEqual(limit)
  }
})

// Pictures of every screen, in both themes, wide and narrow, to be looked at by people.
import { join } from 'node:path'
import { expect } from './fixtures.ts'
import { atRest } from './looks.ts'
import { missingRoutes, screens } from './screens.js'
import { test } from './with-filled-project.ts'

const folder = join(import.meta.dirname, '../screenshots')
const widths = [1280, 390]
const themes = ['light', 'dark'] as const

test('every route has a picture', () => {
  expect(missingRoutes(), 'routes without a line in e2e/screens.js').toEqual([])
})

for (const { name, path, signedOut } of screens) {
  test(name, async ({ page, context, filled }) => {
    if (signedOut) await context.clearCookies()
    await page.goto(path(filled))
    for (const width of widths) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 800 })
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.waitForLoadState('networkidle')
        await atRest(page)
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
      }
    }
  })
}

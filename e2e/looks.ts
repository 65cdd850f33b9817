// Whether what stands on the screen can be used by everybody: in both themes by axe, and on a narrow screen without scrolling sideways.
import { AxeBuilder } from '@axe-core/playwright'
import { type Page, test } from '@playwright/test'
import { expect } from './fixtures.ts'
import { judged } from './states-reporter.ts'

const wide = { width: 1280, height: 800 }
const narrow = [390, 360] as const

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The screen as it stands, in light and dark, wide and narrow. Leaves it wide and light. */
export async function expectGoodLooks(page: Page): Promise<void> {
  let rulesThatApplied = 0
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations, passes } = await judge(page)
    expect.soft(violations, `axe, ${colorScheme}`).toEqual([])
    rulesThatApplied += passes
  }
  test.info().annotations.push({ type: judged, description: String(rulesThatApplied) })
  await page.emulateMedia({ colorScheme: 'light' })
  for (const width of narrow) {
    await page.setViewportSize({ width, height: 844 })
    await atRest(page)
    expect.soft(await whatScrollsSideways(page), `at ${width} px`).toEqual([])
  }
  expect.soft((await judge(page)).violations, 'axe, narrow').toEqual([])
  await page.setViewportSize(wide)
}

async function judge(page: Page): Promise<{ violations: string[]; passes: number }> {
  await atRest(page)
  // A mail in its frame is its sender's, not ours; and where a frame may not run scripts, axe would wait in it for ever.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ iframes: false }).withTags(rules)
  const { violations: found, passes } = await axe.analyze()
  expect(passes.length, 'rules that axe checked').toBeGreaterThan(0)
  const violations = found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}\n${node.failureSummary}`),
  )
  return { violations, passes: passes.length }
}

/** A colour in mid-fade has no contrast to be judged: what ends is ended now; what spins for ever goes on. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY) animation.finish()
    }
  })
}

/** The page itself, or a part of it; code and texts that are typed may be as wide as they are. */
function whatScrollsSideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement
    const parts = [...document.querySelectorAll('body *:not(pre, textarea, input)')].filter((element) => {
      const { overflowX } = getComputedStyle(element)
      return /auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth + 1
    })
    const page = root.scrollWidth > root.clientWidth ? [`the page: ${root.scrollWidth} px`] : []
    return [...page, ...parts.map(({ tagName, className }) => `${tagName.toLowerCase()}.${className}`)]
  })
}

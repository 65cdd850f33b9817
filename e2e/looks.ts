// Whether what stands on the screen can be used by everybody: in both themes by axe, and on a narrow screen without scrolling sideways.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Page, test } from '@playwright/test'
import type axe from 'axe-core'
import { expect } from './fixtures.ts'
import { judged } from './states-reporter.ts'

const wide = { width: 1280, height: 800 }
const narrow = [390, 360] as const

/** A mail in its frame is its sender's, not ours; and where a frame may not run scripts, axe would wait in it for ever. */
const whatToJudge: axe.RunOptions = {
  iframes: false,
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  resultTypes: ['violations'],
}

/** Brought into a page once, and by ourselves: the package that does so brings it in anew for each of the three judgements of a state. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The screen as it stands, in light and dark, wide and narrow. Leaves it wide and light. */
export async function expectGoodLooks(page: Page): Promise<void> {
  await page.evaluate(axeSource)
  let rulesThatApplied = 0
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
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
  const { violations: found, passes } = await page.evaluate(async (options) => {
    const { violations, passes } = await (window as unknown as { axe: typeof axe }).axe.run(document, options)
    return { violations, passes: passes.length }
  }, whatToJudge)
  expect(passes, 'rules that axe checked').toBeGreaterThan(0)
  const violations = found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}\n${node.failureSummary}`),
  )
  return { violations, passes }
}

/** A colour in mid-fade has no contrast to be judged: what ends is ended now; what spins for ever goes on. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // What a change of theme or width sets moving begins with the next picture.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
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

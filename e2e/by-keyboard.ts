// Hands that never leave the keyboard.
import type { Locator, Page } from '@playwright/test'
import { expect } from './fixtures.ts'

const most = 80

/** Presses Tab, or Shift+Tab, until what is wanted has the focus; all that has it on the way shows that it has. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(wanted.first()).toBeVisible()
  for (let pressed = 0; pressed < most; pressed++) {
    if (await wanted.first().evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
    expect(await invisibleFocus(page), 'what has the focus and does not show it').toBeUndefined()
  }
  throw new Error(`${key} does not lead to ${wanted}`)
}

/** What has the focus, where neither it nor what stands closely around it is outlined; undefined where that is well. */
function invisibleFocus(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return undefined
    let around: Element | null = focused
    for (let steps = 0; around && steps < 4; steps++) {
      for (const pseudo of [null, '::before', '::after']) {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(around, pseudo)
        if (outlineStyle !== 'none' && outlineWidth !== '0px') return undefined
        if (boxShadow !== 'none') return undefined
      }
      around = around.parentElement
    }
    return focused.outerHTML.slice(0, 200)
  })
}

/** Presses keys one after another, as "g m". */
export async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(' ')) await page.keyboard.press(key)
}

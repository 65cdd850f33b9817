// The browser's console is part of the screen: a test fails on any error or warning in it, and on any fault of a page. What
// the browser itself writes about an answer that a test provokes is allowed where the test says so.
import { type BrowserContext, type ConsoleMessage, expect, type Page } from '@playwright/test'

/** Playwright puts a script of its own into every frame, and a mail's frame runs none. */
const ofPlaywright = /^Blocked script execution in '[^']*' because the document's frame is sandboxed/

const allowed = new WeakMap<BrowserContext, RegExp[]>()

/** The browser's own line about answers with this status, which the test is about. */
export function allowRefusals(page: Page, status: number): void {
  allowLines(page, new RegExp(`^Failed to load resource: the server responded with a status of ${status}\\b`))
}

/** Other lines that the test is about: a picture that a mail's frame does not load. */
export function allowLines(page: Page, line: RegExp): void {
  const context = page.context()
  allowed.set(context, [...(allowed.get(context) ?? []), line])
}

/** For a fixture: lends the context out, and looks at what was written meanwhile. */
export async function withQuietConsole(
  context: BrowserContext,
  use: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const lines: { text: string; where: string }[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      lines.push({ text: message.text(), where: `${message.type()} at ${placeOf(message)}` })
  })
  context.on('weberror', (fault) => {
    lines.push({ text: fault.error().stack ?? fault.error().message, where: 'a fault of the page' })
  })
  await use(context)
  const patterns = [ofPlaywright, ...(allowed.get(context) ?? [])]
  const unexpected = lines.filter(({ text }) => !patterns.some((pattern) => pattern.test(text)))
  expect(
    unexpected.map(({ text, where }) => `${text} (${where})`),
    'errors and warnings in the browser’s console',
  ).toEqual([])
}

function placeOf(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location()
  return `${url}:${lineNumber}`
}

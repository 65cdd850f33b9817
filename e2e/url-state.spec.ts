// The address is the state of every list: who gets a link sees the same filters, the same page of rows and the same open
// panel; the way back closes the panel first; a filter leaves the others as they are; what is wrong in it is passed over.
import type { BrowserContext, Locator, Page } from '@playwright/test'
import type { Filled } from './filled-project.js'
import { expect } from './fixtures.ts'
import { allowRefusals } from './quiet-console.ts'
import { test } from './with-filled-project.ts'

interface Narrowing {
  set: (page: Page) => Promise<void>
  /** What says that it is on. */
  isOn: (page: Page) => Promise<void>
}

interface ListScreen {
  name: string
  /** Below the project. */
  path: (ids: Filled) => string
  /** What leads to each row's thing. */
  rows: (page: Page) => Locator
  /** Each leaves more than one row, and those before it on. */
  narrow: readonly Narrowing[]
  /** Turns to the next page. */
  turn?: (page: Page) => Promise<void>
  panel?: {
    open: (page: Page) => Promise<void>
    shown: (page: Page) => Locator
    /** It stands beside the list, and nothing closes it. */
    isFixed?: true
  }
  /** Where a filter begins at the first page again: one row a page, by cursor. */
  hasCursor: boolean
}

/** What an open dialog hides from assistive technology is still there to be seen. */
const behindPanel = { includeHidden: true }

function facet(label: string, option: string): Narrowing {
  return {
    async set(page) {
      await page.getByRole('button', { name: new RegExp(`^${label}\\b`) }).click()
      // It may say how many there are.
      await page.getByRole('checkbox', { name: new RegExp(`^${option}\\b`) }).check()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    },
    async isOn(page) {
      const chips = page.getByRole('list', { name: 'Active filters', ...behindPanel })
      await expect(chips).toContainText(`${label}: ${option}`)
    },
  }
}

function searching(label: string, text: string): Narrowing {
  const field = (page: Page) => page.getByRole('textbox', { name: label, ...behindPanel })
  return {
    set: (page) => field(page).fill(text),
    isOn: (page) => expect(field(page)).toHaveValue(text),
  }
}

const linksIn = (table: string) => (page: Page) =>
  page.getByRole('table', { name: table, ...behindPanel }).locator('[data-row-link]')
const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true }).click()
const openFirst = (rows: (page: Page) => Locator) => (page: Page) => rows(page).first().click()
const anyDialog = (page: Page) => page.getByRole('dialog').or(page.getByRole('alertdialog'))
/** What the first row's menu opens. */
const openByMenu = (item: RegExp) => async (page: Page) => {
  await page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: item }).click()
}

const screens: ListScreen[] = [
  {
    name: 'messages',
    path: () => '/messages',
    rows: linksIn('Messages'),
    narrow: [facet('Channel', 'E-mail'), facet('State', 'Scheduled'), searching('Search messages', 'outing')],
    turn: next,
    hasCursor: true,
  },
  {
    name: 'topics',
    path: () => '/topics',
    rows: linksIn('Topics'),
    narrow: [facet('Reaches', 'E-mail addresses')],
    turn: next,
    panel: { open: openByMenu(/^Edit/), shown: anyDialog },
    hasCursor: true,
  },
  {
    name: 'subscribers of a topic',
    path: () => '/topics/ringers/subscribers',
    rows: linksIn('Subscribers'),
    narrow: [facet('Channel', 'E-mail'), searching('Search subscribers', 'example')],
    turn: next,
    panel: { open: openFirst(linksIn('Subscribers')), shown: anyDialog },
    hasCursor: true,
  },
  {
    name: 'API keys',
    path: () => '/settings/keys',
    rows: linksIn('API keys'),
    narrow: [],
    panel: { open: openByMenu(/^Revoke/), shown: anyDialog },
    hasCursor: false,
  },
  {
    name: 'people',
    path: () => '/people',
    rows: linksIn('People'),
    narrow: [
      facet('State', 'Not blocked'),
      facet('Without', 'Number'),
      searching('Search people', 'example'),
    ],
    turn: next,
    panel: { open: openByMenu(/^Edit/), shown: anyDialog },
    hasCursor: true,
  },
  {
    name: 'providers',
    path: () => '/providers',
    rows: linksIn('Providers'),
    narrow: [facet('Channel', 'E-mail'), facet('State', 'On'), searching('Search providers', 'test')],
    turn: next,
    hasCursor: true,
  },
  {
    name: 'activity',
    path: () => '/activity',
    rows: linksIn('Activity'),
    narrow: [facet('Thing', 'Person'), facet('Outcome', 'Done')],
    turn: next,
    panel: { open: openFirst(linksIn('Activity')), shown: anyDialog },
    hasCursor: true,
  },
  {
    name: 'test inbox',
    path: () => '/inbox',
    rows: linksIn('Test inbox'),
    narrow: [searching('Search the inbox', 'letter')],
    turn: next,
    panel: {
      open: openFirst(linksIn('Test inbox')),
      shown: (page) => page.getByRole('tab', { name: 'Source' }),
      isFixed: true,
    },
    hasCursor: true,
  },
  {
    name: 'deliveries of a message',
    path: ({ sent }) => `/messages/${sent}/deliveries`,
    rows: linksIn('Deliveries'),
    narrow: [facet('State', 'Sent'), facet('State', 'Failed')],
    turn: next,
    panel: { open: openFirst(linksIn('Deliveries')), shown: anyDialog },
    hasCursor: true,
  },
  {
    name: 'deliveries',
    path: () => '/deliveries',
    rows: linksIn('Deliveries'),
    narrow: [facet('State', 'Sent'), facet('Channel', 'E-mail')],
    turn: next,
    panel: { open: openFirst(linksIn('Deliveries')), shown: anyDialog },
    hasCursor: true,
  },
  {
    name: 'calendar',
    // Of the month in which there is an outing.
    path: () =>
      `/calendar?view=agenda&date=${new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)}`,
    rows: (page) => page.getByRole('main', behindPanel).locator('[data-entry]:visible'),
    narrow: [facet('Channel', 'E-mail'), facet('State', 'Scheduled')],
    panel: {
      open: (page) =>
        page
          .getByRole('main')
          .getByRole('button', { name: /Tea after the outing/ })
          .click(),
      shown: anyDialog,
    },
    hasCursor: false,
  },
]

for (const screen of screens) {
  test(`a link to ${screen.name} shows what was on the screen it comes from`, async ({
    page,
    context,
    filled,
  }) => {
    const { rows, narrow, turn, panel, hasCursor } = screen
    await goto(page, screen, filled, hasCursor ? { size: '1' } : {})
    await expect(rows(page).first()).toBeVisible()

    const on: Narrowing[] = []
    for (const one of narrow) {
      if (turn) {
        await turn(page)
        await expect(page).toHaveURL(/[?&]after=/)
      }
      await one.set(page)
      on.push(one)
      // The others are still on, and the page is the first.
      for (const other of on) await other.isOn(page)
      if (hasCursor) {
        await expect(page).not.toHaveURL(/[?&](after|before)=/)
        await expect(page).toHaveURL(/[?&]size=1\b/)
      }
    }
    if (turn) {
      await turn(page)
      await expect(page).toHaveURL(/[?&]after=/)
      // Whatever of the page before is still shown while this one comes, is gone.
      await page.reload()
      await expect(rows(page).first()).toBeVisible()
    }
    await panel?.open(page)
    if (panel) await expect(panel.shown(page)).toBeVisible()

    await test.step('in another window, and after it is loaded anew', async () => {
      const seen = await thingsOf(rows(page))
      expect(seen).not.toEqual([])
      const other = await openLink(context, page.url())
      for (const _ of ['opened', 'loaded anew']) {
        await expect.poll(() => thingsOf(rows(other))).toEqual(seen)
        for (const one of narrow) await one.isOn(other)
        if (panel) await expect(panel.shown(other)).toBeVisible()
        await other.reload()
      }
      if (panel && !panel.isFixed) await closeForGood(other, panel)
      await other.close()
    })

    if (!panel) return
    const here = new URL(page.url()).searchParams
    await page.goBack()
    await expect(panel.shown(page)).toBeHidden()
    for (const one of narrow) await one.isOn(page)
    expect(new URL(page.url()).searchParams.get('after')).toBe(here.get('after'))
    await page.goForward()
    if (!panel.isFixed) await closeForGood(page, panel)
  })
}

const garbage = {
  q: '"',
  state: '["quartz"]',
  status: 'quartz',
  channel: '{"sms":true}',
  type: '17',
  kind: '["quartz"]',
  lacks: '["quartz"]',
  outcome: 'null',
  view: 'century',
  date: '2026-02-30',
  zone: 'Europe/Atlantis',
  from: 'yesterday',
  to: '0',
  order: '-quartz',
  sort: '-quartz',
  size: '-1',
  add: 'perhaps',
  toString: 'x',
}

for (const screen of screens) {
  test(`what is wrong in the address of ${screen.name} is passed over`, async ({ page, filled }) => {
    const { q: _, ...filters } = garbage
    await goto(page, screen, filled, filters)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(screen.rows(page).first()).toBeVisible()
    await expect(page.getByRole('list', { name: 'Active filters' })).toHaveCount(0)

    await test.step('and what names nothing that is there is said to be gone', async () => {
      for (const status of [400, 404]) allowRefusals(page, status)
      const nothing = { after: 'nothing', open: 'nothing', edit: 'nothing', message: 'nothing', q: garbage.q }
      await goto(page, screen, filled, nothing)
      await expect(page.getByRole('heading', { level: 1, ...behindPanel })).toBeVisible()
      await expect(page.getByText(/went wrong|Not shown/i)).toHaveCount(0)
    })
  })
}

/** What the rows stand for, whatever they say of it just now. */
function thingsOf(rows: Locator): Promise<string[]> {
  return rows.evaluateAll((all) =>
    all.map((row) => {
      const { href, dataset } = row as HTMLAnchorElement
      if (dataset.entry) return dataset.entry
      const { pathname, searchParams } = new URL(href)
      return `${pathname} ${searchParams.get('open') ?? ''}`
    }),
  )
}

async function goto(
  page: Page,
  { path }: ListScreen,
  filled: Filled,
  search: Readonly<Record<string, string>>,
): Promise<void> {
  const [place, own] = path(filled).split('?')
  const params = new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(own)), ...search })
  await page.goto(`/p/${filled.projectId}${place}?${params}`)
}

/** Escape closes it, and no way back opens it again. */
async function closeForGood(page: Page, { shown }: NonNullable<ListScreen['panel']>): Promise<void> {
  await expect(shown(page)).toBeVisible()
  const opened = page.url()
  await page.keyboard.press('Escape')
  await expect(shown(page)).toBeHidden()
  const entries = await page.evaluate(() => {
    const { navigation } = window
    const here = navigation.currentEntry?.index ?? 0
    return navigation.entries().flatMap(({ url, index }) => (index <= here ? [url] : []))
  })
  expect(entries).not.toContain(opened)
}

async function openLink(context: BrowserContext, url: string): Promise<Page> {
  const other = await context.newPage()
  await other.goto(url)
  return other
}

// The address is the state of every list: who gets a link sees the same filters, the same page of rows and the same open
// panel; the way back closes the panel first; a filter leaves the others as they are; what is wrong in it is passed over.
import type { Locator, Page } from '@playwright/test'
import type { Filled } from './filled-project.js'
import { actAs, addAdministrator, expect } from './fixtures.ts'
import { allowRefusals, withQuietConsole } from './quiet-console.ts'
import { test as base } from './with-filled-project.ts'

/** Somebody else's browser, far from here. */
const test = base.extend<{ colleague: Page }, { colleagueCookie: string }>({
  colleagueCookie: [
    async ({ carillon }, use) => use(await addAdministrator(carillon, 'emmy@example.com', 'owner')),
    { scope: 'worker' },
  ],
  colleague: async ({ browser, carillon, colleagueCookie }, use) => {
    const context = await browser.newContext({ timezoneId: 'America/New_York' })
    await withQuietConsole(context, async () => {
      const page = await context.newPage()
      await actAs(page, carillon, colleagueCookie)
      await use(page)
    })
    await context.close()
  },
})

interface Narrowing {
  set: (page: Page) => Promise<void>
  /** What says that it is on. */
  isOn: (page: Page) => Promise<void>
}

interface Screen {
  name: string
  /** Below the project. */
  path: (ids: Filled) => string
  /** What leads to each row's thing. */
  rows: (page: Page) => Locator
  /** Each leaves more than one row, and those before it on. */
  narrow: readonly Narrowing[]
  /** Turns to the next page, by cursor: a filter begins at the first again. One row a page. */
  turn?: (page: Page) => Promise<void>
  panel?: {
    open: (page: Page) => Promise<void>
    shown: (page: Page) => Locator
    /** It stands beside the list, and nothing closes it. */
    isFixed?: true
  }
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
    async set(page) {
      await field(page).fill(text)
      await expect(page).toHaveURL(new RegExp(`=${text}\\b`))
    },
    isOn: (page) => expect(field(page)).toHaveValue(text),
  }
}

/** Whether somebody got it. */
function asking(typed: string, name: string): Narrowing {
  return {
    async set(page) {
      const field = page.getByRole('combobox', { name: 'Name, address or ID' })
      await field.fill(typed)
      await expect(page.getByRole('option', { name })).toHaveAttribute('data-active')
      await field.press('Enter')
    },
    isOn: (page) =>
      expect(page.getByRole('button', { name: `Remove ${name}`, ...behindPanel })).toBeVisible(),
  }
}

function sorting(column: string, direction: 'ascending' | 'descending'): Narrowing {
  const header = (page: Page) => page.getByRole('columnheader', { name: column, ...behindPanel })
  return {
    set: (page) => header(page).getByRole('button').click(),
    isOn: (page) => expect(header(page)).toHaveAttribute('aria-sort', direction),
  }
}

function days(label: string): Narrowing {
  return {
    async set(page) {
      // The first: a column may be called the same.
      await page
        .getByRole('button', { name: new RegExp(`^${label}\\b`) })
        .first()
        .click()
      await page.getByRole('button', { name: '7 days' }).click()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    },
    isOn: (page) =>
      expect(page.getByRole('list', { name: 'Active filters', ...behindPanel })).toContainText(`${label}: `),
  }
}

/** The calendar by week, and by the clocks of UTC. */
const byWeek: Narrowing = {
  set: (page) => page.getByRole('radio', { name: 'Week' }).click(),
  isOn: (page) => expect(page.getByRole('radio', { name: 'Week', ...behindPanel })).toBeChecked(),
}
const byUtc: Narrowing = {
  async set(page) {
    await page.getByRole('combobox', { name: 'Time zone' }).selectOption('UTC')
  },
  isOn: (page) =>
    expect(page.getByRole('combobox', { name: 'Time zone', ...behindPanel })).toHaveValue('UTC'),
}

/** Where there are no rows: the tab that one is on. */
const tabOf = (thing: string) => (page: Page) =>
  page
    .getByRole('navigation', { name: thing, ...behindPanel })
    .getByRole('link', behindPanel)
    .and(page.locator('[aria-current=page]'))
const linksIn = (table: string) => (page: Page) =>
  page.getByRole('table', { name: table, ...behindPanel }).locator('[data-row-link]')
/** A dialog that deletes lists what is touched by it, too. */
const linksBehindDialog = (table: string) => (page: Page) =>
  page
    .getByRole('main', behindPanel)
    .getByRole('table', { name: table, ...behindPanel })
    .locator('[data-row-link]')
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

/** What a button, or the menu beside the page's name, opens. */
const openByButton = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click()
const openByPageMenu = (item: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
const openTea = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('button', { name: /Tea after the outing/ })
    .click()
const entries = (page: Page) => page.getByRole('main', behindPanel).locator('[data-entry]:visible')
/** On which there is an outing. */
const dayOfOuting = () => new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)

const screens: Screen[] = [
  {
    name: 'messages',
    path: () => '/messages',
    rows: linksIn('Messages'),
    narrow: [facet('Channel', 'E-mail'), facet('State', 'Scheduled'), searching('Search messages', 'outing')],
    turn: next,
    panel: { open: openByMenu(/^Delete/), shown: anyDialog },
  },
  {
    name: 'topics',
    path: () => '/topics',
    rows: linksIn('Topics'),
    narrow: [sorting('Created', 'descending'), facet('Reaches', 'E-mail addresses'), days('Created')],
    turn: next,
    panel: { open: openByMenu(/^Edit/), shown: anyDialog },
  },
  {
    name: 'subscribers of a topic',
    path: () => '/topics/ringers/subscribers',
    rows: linksIn('Subscribers'),
    narrow: [
      facet('Channel', 'E-mail'),
      sorting('Since', 'ascending'),
      searching('Search subscribers', 'example'),
    ],
    turn: next,
    panel: { open: openFirst(linksIn('Subscribers')), shown: anyDialog },
  },
  {
    name: 'API keys',
    path: () => '/settings/keys',
    rows: linksIn('API keys'),
    narrow: [],
    panel: { open: openByMenu(/^Revoke/), shown: anyDialog },
  },
  {
    name: 'people',
    path: () => '/people',
    rows: linksIn('People'),
    narrow: [
      facet('State', 'Not blocked'),
      facet('Without', 'Number'),
      sorting('Name', 'ascending'),
      searching('Search people', 'example'),
    ],
    turn: next,
    panel: { open: openByMenu(/^Edit/), shown: anyDialog },
  },
  {
    name: 'providers',
    path: () => '/providers',
    rows: linksIn('Providers'),
    narrow: [facet('Channel', 'E-mail'), facet('State', 'On'), searching('Search providers', 'test')],
    turn: next,
  },
  {
    name: 'activity',
    path: () => '/activity',
    rows: linksIn('Activity'),
    narrow: [facet('Thing', 'Person'), facet('Outcome', 'Done'), days('When')],
    turn: next,
    panel: { open: openFirst(linksIn('Activity')), shown: anyDialog },
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
  },
  {
    name: 'deliveries of a message',
    path: ({ sent }) => `/messages/${sent}/deliveries`,
    rows: linksIn('Deliveries'),
    narrow: [facet('State', 'Sent'), facet('State', 'Failed')],
    turn: next,
    panel: { open: openFirst(linksIn('Deliveries')), shown: anyDialog },
  },
  {
    name: 'deliveries',
    path: () => '/deliveries',
    rows: linksIn('Deliveries'),
    narrow: [facet('State', 'Sent'), facet('Channel', 'E-mail'), sorting('Message', 'ascending')],
    turn: next,
    panel: { open: openFirst(linksIn('Deliveries')), shown: anyDialog },
  },
  {
    name: 'calendar',
    path: () => `/calendar?view=agenda&date=${dayOfOuting()}`,
    rows: entries,
    narrow: [facet('Channel', 'E-mail'), facet('State', 'Scheduled')],
    panel: { open: openTea, shown: anyDialog },
  },
  {
    name: 'calendar by week',
    path: () => `/calendar?date=${dayOfOuting()}`,
    rows: entries,
    narrow: [byWeek, byUtc, facet('State', 'Scheduled')],
    panel: { open: openTea, shown: anyDialog },
  },
]

/** Each a walk of its own, and with little on it: several to a test. */
const pages: Record<string, readonly Screen[]> = {
  'a message': [
    {
      name: 'what went wrong',
      path: ({ failed }) => `/messages/${failed}`,
      rows: (page) => page.getByRole('link', { name: 'Show it in the deliveries', ...behindPanel }),
      narrow: [asking('tim', 'Tim Berners-Lee')],
      panel: { open: openByButton('Retry this one…'), shown: anyDialog },
    },
    {
      name: 'one that is scheduled',
      path: ({ scheduled }) => `/messages/${scheduled}`,
      rows: tabOf('Message'),
      narrow: [],
      panel: { open: openByPageMenu(/^Send now/), shown: anyDialog },
    },
    {
      name: 'one that is being sent',
      path: ({ sending }) => `/messages/${sending}/deliveries`,
      rows: linksIn('Deliveries'),
      narrow: [],
      panel: { open: openByButton(/^Cancel/), shown: anyDialog },
    },
    {
      name: 'activity',
      path: ({ sent }) => `/messages/${sent}/activity`,
      rows: linksIn('Activity'),
      narrow: [],
      turn: next,
      panel: { open: openFirst(linksIn('Activity')), shown: anyDialog },
    },
  ],
  'a person': [
    {
      name: 'upcoming',
      path: () => '/people/ada/upcoming',
      rows: linksIn('Upcoming messages'),
      narrow: [],
      panel: { open: openByButton('Edit'), shown: anyDialog },
    },
    {
      name: 'targets',
      path: () => '/people/ada/targets',
      rows: linksIn('Targets'),
      narrow: [],
      panel: { open: openFirst(linksIn('Targets')), shown: anyDialog },
    },
    {
      name: 'subscriptions',
      path: () => '/people/ada/subscriptions',
      rows: linksIn('Subscriptions'),
      narrow: [],
      turn: next,
      panel: { open: openByButton('Add to a topic'), shown: anyDialog },
    },
    {
      name: 'deliveries',
      path: () => '/people/ada/deliveries',
      rows: linksIn('Deliveries'),
      narrow: [facet('State', 'Sent'), facet('Channel', 'E-mail')],
      turn: next,
      panel: { open: openFirst(linksIn('Deliveries')), shown: anyDialog },
    },
  ],
  'a topic': [
    {
      name: 'adding subscribers',
      path: () => '/topics/ringers/subscribers',
      rows: linksIn('Subscribers'),
      narrow: [],
      turn: next,
      panel: { open: openByButton('Paste a list'), shown: anyDialog },
    },
    {
      name: 'upcoming',
      path: () => '/topics/ringers/upcoming',
      rows: linksBehindDialog('Upcoming messages'),
      narrow: [],
      turn: next,
      panel: { open: openByPageMenu(/^Delete/), shown: anyDialog },
    },
    {
      name: 'activity',
      path: () => '/topics/ringers/activity',
      rows: linksIn('Activity'),
      narrow: [],
      turn: next,
      panel: { open: openFirst(linksIn('Activity')), shown: anyDialog },
    },
  ],
  'a provider': [
    {
      name: 'overview',
      path: () => '/providers/relay',
      rows: tabOf('Provider'),
      narrow: [],
      panel: { open: (page) => page.getByRole('switch', { name: 'On' }).click(), shown: anyDialog },
    },
    {
      name: 'deliveries',
      path: () => '/providers/relay/deliveries',
      rows: linksIn('Deliveries'),
      narrow: [facet('State', 'Sent')],
      turn: next,
      panel: { open: openFirst(linksIn('Deliveries')), shown: anyDialog },
    },
    {
      name: 'upcoming',
      path: () => '/providers/relay/upcoming',
      rows: linksBehindDialog('Upcoming messages'),
      narrow: [],
      turn: next,
      panel: { open: openByPageMenu(/^Delete/), shown: anyDialog },
    },
    {
      name: 'activity',
      path: () => '/providers/relay/activity',
      rows: linksIn('Activity'),
      narrow: [],
      panel: { open: openFirst(linksIn('Activity')), shown: anyDialog },
    },
  ],
  'the settings and the test inbox': [
    {
      name: 'project',
      path: () => '/settings/project',
      rows: tabOf('Settings'),
      narrow: [],
      panel: { open: openByButton('Delete project…'), shown: anyDialog },
    },
    {
      name: 'administrators',
      path: () => '/settings/administrators',
      // Their addresses.
      rows: (page) =>
        page
          .getByRole('table', { name: 'Administrators', ...behindPanel })
          .locator('[data-row] td:nth-child(2)'),
      narrow: [],
      panel: { open: openByMenu(/^Change role/), shown: anyDialog },
    },
    {
      name: 'files of a bucket',
      path: () => '/settings/files/pictures',
      rows: linksIn('Files'),
      narrow: [searching('Search files', 'be')],
      turn: next,
      panel: { open: openByMenu(/^Delete/), shown: anyDialog },
    },
    {
      name: 'limits of a bucket',
      path: () => '/settings/files/pictures/limits',
      rows: tabOf('Bucket'),
      narrow: [],
      panel: { open: openByPageMenu(/^Delete/), shown: anyDialog },
    },
    {
      name: 'emptying the inbox',
      path: () => '/inbox',
      rows: linksIn('Test inbox'),
      narrow: [],
      turn: next,
      panel: { open: openByPageMenu(/^Delete all/), shown: anyDialog },
    },
  ],
}

for (const screen of screens) {
  test(`a link to ${screen.name} shows a colleague what was on the screen it comes from`, async ({
    page,
    colleague,
    filled,
  }) => {
    await expectLinkToHold(page, colleague, screen, filled)
  })
}

for (const [thing, some] of Object.entries(pages)) {
  test(`links to the pages of ${thing} show a colleague the same, whatever else is in them`, async ({
    page,
    colleague,
    filled,
  }) => {
    for (const screen of some) {
      await test.step(screen.name, async () => {
        await expectLinkToHold(page, colleague, screen, filled)
        for (const status of [400, 404]) allowRefusals(page, status)
        await goto(page, screen, filled, { ...garbageFilters, ...nothing })
        await expect(screen.rows(page).first()).toBeVisible()
      })
    }
  })
}

test('Back closes a dialog first that no address holds', async ({ page, filled }) => {
  await page.goto(`/p/${filled.projectId}/messages?q=August`)
  await page.getByRole('link', { name: 'The tower is closed in August' }).click()
  await openByButton('Review and send…')(page)
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page).toHaveURL(new RegExp(`/messages/${filled.draft}$`))
  await page.goBack()
  await expect(page.getByRole('textbox', { name: 'Search messages' })).toHaveValue('August')

  await test.step('and then the sheet below it', async () => {
    await page.goto(`/p/${filled.projectId}/messages/${filled.failed}/deliveries`)
    await openFirst(linksIn('Deliveries'))(page)
    const sheet = page.getByRole('dialog', { name: 'tim@example.org', ...behindPanel })
    await sheet.getByRole('button', { name: 'Retry…' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('alertdialog')).toBeHidden()
    await expect(sheet).toBeVisible()
    await page.goBack()
    await expect(sheet).toBeHidden()
    await expect(linksIn('Deliveries')(page).first()).toBeVisible()
  })
})

async function expectLinkToHold(page: Page, colleague: Page, screen: Screen, filled: Filled): Promise<void> {
  const { rows, narrow, turn, panel } = screen
  await goto(page, screen, filled, turn ? { size: '1' } : {})
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
    if (turn) {
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

  await test.step('to the colleague', async () => {
    const seen = await thingsOf(rows(page))
    expect(seen).not.toEqual([])
    await colleague.goto(page.url())
    await expect.poll(() => thingsOf(rows(colleague))).toEqual(seen)
    for (const one of narrow) await one.isOn(colleague)
    if (panel) await expect(panel.shown(colleague)).toBeVisible()
    if (panel && !panel.isFixed) await closeForGood(colleague, panel)
  })

  if (!panel) return
  const here = new URL(page.url()).searchParams
  await page.goBack()
  await expect(panel.shown(page)).toBeHidden()
  for (const one of narrow) await one.isOn(page)
  expect(new URL(page.url()).searchParams.get('after')).toBe(here.get('after'))
  await page.goForward()
  if (!panel.isFixed) await closeForGood(page, panel)
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
  dialog: 'quartz',
  toString: 'x',
}
const { q: _, ...garbageFilters } = garbage

/** What names nothing that is there. */
const nothing = {
  open: 'nothing',
  edit: 'nothing',
  change: 'nothing',
  remove: 'nothing',
  role: 'nothing',
  retry: 'nothing',
  clear: 'nothing',
  deleteBucket: 'nothing',
}

for (const screen of screens) {
  test(`what is wrong in the address of ${screen.name} is passed over`, async ({ page, filled }) => {
    await goto(page, screen, filled, garbageFilters)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(screen.rows(page).first()).toBeVisible()
    await expect(page.getByRole('list', { name: 'Active filters' })).toHaveCount(0)

    await test.step('and what names nothing that is there is said to be gone', async () => {
      for (const status of [400, 404]) allowRefusals(page, status)
      await goto(page, screen, filled, { ...nothing, after: 'nothing', message: 'nothing', q: garbage.q })
      await expect(page.getByRole('heading', { level: 1, ...behindPanel })).toBeVisible()
      await expect(page.getByText(/went wrong|Not shown/i)).toHaveCount(0)
    })
  })
}

/** What the rows stand for, whatever they say of it just now. */
function thingsOf(rows: Locator): Promise<string[]> {
  return rows.evaluateAll((all) =>
    all.map((row) => {
      if (!(row instanceof HTMLAnchorElement)) return row.dataset.entry ?? row.textContent ?? ''
      const { href } = row
      const { pathname, searchParams } = new URL(href)
      return `${pathname} ${searchParams.get('open') ?? ''}`
    }),
  )
}

async function goto(
  page: Page,
  { path }: Screen,
  filled: Filled,
  search: Readonly<Record<string, string>>,
): Promise<void> {
  const [place, own] = path(filled).split('?')
  const params = new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(own)), ...search })
  await page.goto(`/p/${filled.projectId}${place}?${params}`)
}

/** Escape closes it, and no way back opens it again. */
async function closeForGood(page: Page, { shown }: NonNullable<Screen['panel']>): Promise<void> {
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

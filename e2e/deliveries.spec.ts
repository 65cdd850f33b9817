// Who got what across messages: found, looked at, settled and sent again; from the person's and the provider's side too.
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import {
  addPerson,
  addTestProvider,
  createEmail,
  expect,
  type Project,
  rowsOf,
  test,
  untilDone,
} from './fixtures.ts'

const table = (page: Page) => page.getByRole('table', { name: 'Deliveries' })
const sheet = (page: Page) => page.getByRole('dialog')
const confirm = (page: Page) => page.getByRole('alertdialog')

async function addPeople(project: Project): Promise<void> {
  await addPerson(project, 'ada', 'Ada Lovelace')
  await addPerson(project, 'grace', 'Grace Hopper')
}

/** One that both got, and one of which nobody knows whether they did: its provider lost both answers. */
async function aLedger(project: Project): Promise<{ sent: string; doubtful: string }> {
  await addTestProvider(project)
  await addTestProvider(project, {
    providerId: 'lossy',
    name: 'Loses answers',
    failureRate: 1,
    failure: 'timeout',
  })
  await addPeople(project)
  const users = ['ada', 'grace']
  const sent = await createEmail(project, { subject: 'Bell practice', users, providerId: 'test' })
  await untilDone(project, sent)
  const doubtful = await createEmail(project, { subject: 'Outing', users, providerId: 'lossy' })
  await untilDone(project, doubtful)
  return { sent, doubtful }
}

test('a doubtful delivery is found, settled and left behind, and the address says all of it', async ({
  page,
  project,
}) => {
  await aLedger(project)
  await page.goto(project.page('/messages'))
  await page.getByRole('link', { name: 'Deliveries' }).click()
  await expect(page.getByText('Kept for 180 days')).toBeVisible()
  await expect
    .poll(() => rowsOf(table(page)))
    .toMatchObject([
      { Message: 'Outing', State: 'In doubt' },
      { Message: 'Outing', State: 'In doubt' },
      { Message: 'Bell practice', State: 'Sent', 'What came of it': 'Test inbox: reached nobody' },
      { Message: 'Bell practice', State: 'Sent' },
    ])

  await page.getByRole('button', { name: 'State' }).click()
  await page.getByRole('checkbox', { name: 'In doubt' }).check()
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Whole address or number' }).fill('Ada@example.org')
  await expect
    .poll(() => rowsOf(table(page)))
    .toMatchObject([
      { Recipient: expect.stringMatching(/ada@example\.org\s*Ada Lovelace/), Message: 'Outing' },
    ])
  expect(page.url()).toContain('inDoubt')

  await page.getByRole('link', { name: 'ada@example.org' }).click()
  await expect(sheet(page).getByText('It may have arrived')).toBeVisible()
  await expect(sheet(page).getByRole('heading', { name: 'Attempts' })).toBeVisible()
  await expect(sheet(page).getByText(/by worker/)).toBeVisible()
  await expect(sheet(page).getByRole('link', { name: 'Outing' })).toBeVisible()
  await expect(sheet(page).getByRole('link', { name: 'Ada Lovelace' })).toBeVisible()
  await expect(sheet(page).getByRole('link', { name: 'Loses answers' })).toBeVisible()
  await sheet(page).getByRole('button', { name: 'Count as sent' }).click()
  await confirm(page).getByRole('button', { name: 'Count as sent' }).click()
  await expect(sheet(page).getByText(/^accepted,/)).toBeVisible()
  await expect(page.getByText('“Ada@example.org” was sent nothing')).toBeVisible()

  // A colleague who is given the address sees the same; Back closes the panel and leaves the filters.
  const shown = page.url()
  await page.goto(shown)
  await expect(sheet(page).getByText(/^accepted,/)).toBeVisible()
  await page.goto(shown.replace(/[?&]open=[^&]*/, ''))
  await expect(page.getByText('“Ada@example.org” was sent nothing')).toBeVisible()
  await page.getByRole('button', { name: 'Show all deliveries' }).click()
  await expect.poll(async () => (await rowsOf(table(page))).length).toBe(4)
  await page.getByRole('link', { name: 'grace@example.org' }).first().click()
  await expect(sheet(page)).toBeVisible()
  await page.goBack()
  await expect(sheet(page)).toBeHidden()
  await expect.poll(async () => (await rowsOf(table(page))).length).toBe(4)
})

test('with the keyboard alone one goes to the list, opens a row, sends it again and comes back', async ({
  page,
  project,
}) => {
  await aLedger(project)
  await project.call('PATCH', '/messaging/providers/inbox/lossy', { failureRate: 0 })
  await page.goto(project.page('/messages'))
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await expect(page.getByRole('link', { name: 'ada@example.org' }).first()).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(sheet(page).getByText('It may have arrived')).toBeVisible()
  const recipient = await sheet(page).getByRole('heading', { level: 2 }).innerText()

  await tabTo(page, 'Send again…')
  await page.keyboard.press('Enter')
  await expect(confirm(page)).toContainText(recipient)
  await tabTo(page, 'Send to this one')
  await page.keyboard.press('Enter')
  await expect(sheet(page).getByText(/^Test inbox: reached nobody,/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet(page)).toBeHidden()
  const doubtful = async () =>
    (await rowsOf(table(page))).filter(({ State }) => State === 'In doubt').map((row) => row.Recipient ?? '')
  await expect.poll(doubtful).toEqual([expect.not.stringContaining(recipient)])

  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible()
})

test('a person and a provider each have their own part, from which the rest is a link away', async ({
  page,
  project,
}) => {
  await aLedger(project)
  await page.goto(project.page('/people/ada'))
  await page.getByRole('navigation', { name: 'Person' }).getByRole('link', { name: 'Deliveries' }).click()
  await expect
    .poll(() => rowsOf(table(page)))
    .toMatchObject([
      { Message: ends('Outing'), Recipient: 'ada@example.org', State: 'In doubt' },
      { Message: ends('Bell practice'), Recipient: 'ada@example.org', State: 'Sent' },
    ])
  await page.getByRole('columnheader', { name: 'Message' }).getByRole('button').click()
  await expect
    .poll(() => rowsOf(table(page)))
    .toMatchObject([{ Message: ends('Bell practice') }, { Message: ends('Outing') }])

  await page.getByRole('link', { name: 'Bell practice' }).click()
  await sheet(page).getByRole('link', { name: 'Test e-mail' }).click()
  await page.getByRole('navigation', { name: 'Provider' }).getByRole('link', { name: 'Deliveries' }).click()
  await expect
    .poll(() => rowsOf(table(page)))
    .toMatchObject([{ Message: 'Bell practice' }, { Message: 'Bell practice' }])
  await page.getByRole('button', { name: 'Person' }).click()
  await page.getByRole('combobox', { name: 'Person' }).fill('grace')
  await page.getByRole('option', { name: /Grace Hopper/ }).click()
  await expect(page.getByRole('list', { name: 'Active filters' })).toContainText('Person: Grace Hopper')
  await expect
    .poll(() => rowsOf(table(page)))
    .toMatchObject([{ Recipient: expect.stringContaining('grace@example.org') }])

  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'grace@example.org' }).click()
  await sheet(page).getByRole('link', { name: 'Everything to this address' }).click()
  await expect(page.getByRole('heading', { name: 'Deliveries', level: 1 })).toBeVisible()
  await expect
    .poll(() => rowsOf(table(page)))
    .toMatchObject([{ Message: 'Outing' }, { Message: 'Bell practice' }])
})

test('the list is turned page by page, and looked at again while something on it moves', async ({
  page,
  project,
}) => {
  const { sent } = await aLedger(project)
  await page.goto(project.page('/deliveries?size=3'))
  await expect(page.getByText('1–3 of 4')).toBeVisible()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect.poll(async () => (await rowsOf(table(page))).length).toBe(1)
  await page.goBack()
  await expect(page.getByText('1–3 of 4')).toBeVisible()

  await page.getByRole('button', { name: 'Message', exact: true }).first().click()
  await page.getByRole('combobox', { name: 'Message' }).fill('practice')
  await page.getByRole('option', { name: /Bell practice/ }).click()
  await expect(page).toHaveURL(new RegExp(sent))
  await page.keyboard.press('Escape')
  await expect
    .poll(() => rowsOf(table(page)))
    .toMatchObject([{ Message: 'Bell practice' }, { Message: 'Bell practice' }])
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download these deliveries as CSV' }).click(),
  ])
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n')
  expect([lines.length, lines.slice(1).every((line) => line.includes(sent))]).toEqual([3, true])
  await page.getByRole('button', { name: 'Reset' }).click()

  await project.call('PATCH', '/messaging/providers/inbox/test', { latencyMs: 3_000 })
  const slow = await createEmail(project, { subject: 'Slow one', providerId: 'test' })
  await page.reload()
  await expect
    .poll(() => rowsOf(table(page)))
    .toMatchObject([{ Message: 'Slow one', State: 'Sending' }, {}, {}])
  await untilDone(project, slow)
  await expect.poll(() => rowsOf(table(page)), { timeout: 8_000 }).toMatchObject([{ State: 'Sent' }, {}, {}])
})

/** Moves on by Tab until the button with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name })
  for (let step = 0; step < 40; step++) {
    if (await button.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`“${name}” is not reached by Tab`)
}

/** The sign of the channel is read before it. */
const ends = (text: string) => expect.stringMatching(new RegExp(`${text}$`))

test('an address that is left out is sent to again, when somebody lifts that', async ({ page, project }) => {
  await addTestProvider(project)
  await addPeople(project)
  const suppression = { identifier: 'ada@example.org', providerType: 'email', note: 'She asked for it' }
  await project.call('POST', '/messaging/suppressions', suppression)
  await untilDone(project, await createEmail(project, { users: ['ada', 'grace'] }))
  await page.goto(project.page('/deliveries?status=["skipped"]'))
  await page.getByRole('link', { name: 'ada@example.org' }).click()

  await expect(sheet(page)).toContainText('Nothing is sent to ada@example.org')
  await expect(sheet(page)).toContainText('She asked for it')
  await sheet(page).getByRole('button', { name: 'Send to it again' }).click()
  await expect(page.getByText('ada@example.org is sent to again')).toBeVisible()
  await expect(sheet(page)).not.toContainText('Nothing is sent to')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(sheet(page)).toContainText('Nothing is sent to ada@example.org')
})

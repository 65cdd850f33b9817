// What a newcomer does: from the link that the first start prints to a message in the test inbox, reading nothing but the screen.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { expect, rowsOf } from './fixtures.ts'
import { expectGoodLooks } from './looks.ts'
import { freePort, startServer } from './process/server-process.js'
import { withQuietConsole } from './quiet-console.ts'

const test = base.extend<{ setUpLink: string }>({
  context: ({ context }, use) => withQuietConsole(context, use),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what is needed
  setUpLink: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'carillon-e2e-'))
    const server = await startServer({ DATA_DIR: join(folder, 'data'), PORT: String(await freePort()) })
    // Said once the address can be opened.
    await expect.poll(server.output).toContain('Stop with')
    await use(/http:\S+\/set-up#\S+/.exec(server.output())?.[0] ?? '')
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  },
})
test.setTimeout(240_000)

test('a newcomer sends a first message and reads it in the test inbox', async ({ page, setUpLink }) => {
  await test.step('names the first administrator', async () => {
    await page.goto(setUpLink)
    await page.getByLabel('E-mail address').fill('ada@example.org')
    await page.getByLabel('Your name').fill('Ada Lovelace')
    await page.getByLabel('Password', { exact: true }).fill('a few words in a row')
    await expect(page.getByLabel('Let me try everything without an account')).toBeChecked()
    await page.getByRole('button', { name: 'Set up Carillon' }).click()
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
    const steps = page.getByRole('region', { name: 'First steps' }).getByRole('listitem')
    await expect(steps.filter({ hasText: ', done' })).toHaveText([/provider/, /People/])
  })

  await test.step('writes an e-mail, and adds the person whom it is for on the way', async () => {
    await page.getByRole('link', { name: 'Write an e-mail' }).first().click()
    await page.getByRole('button', { name: 'Add a person' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a person' })
    await dialog.getByLabel('Name').fill('Grace Hopper')
    await dialog.getByLabel('E-mail address').fill('grace@example.org')
    await dialog.getByRole('button', { name: 'Add person' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('button', { name: 'Remove Grace Hopper' })).toBeVisible()

    await page.getByRole('textbox', { name: 'Subject' }).fill('Bell practice')
    await page.getByRole('textbox', { name: 'Content' }).fill('We ring on Sunday at nine.')
    await expect(page.getByText('Test inbox: reaches nobody')).toBeVisible()
  })

  await test.step('sees how many it goes to, and sends it', async () => {
    await page.getByRole('button', { name: 'Review and send' }).click()
    const review = page.getByRole('dialog', { name: 'Send this e-mail?' })
    await expect(review).toContainText('Bell practice')
    await review.getByRole('button', { name: 'Send 1 e-mail' }).click()
  })

  await test.step('watches it go out', async () => {
    await expect(page.getByRole('heading', { name: 'Bell practice' })).toBeVisible()
    await page
      .getByRole('region', { name: /Notifications/ })
      .getByRole('button', { name: 'Send now' })
      .click()
    await expect(page.getByRole('main')).toContainText('Test inbox: reached nobody')
    await page
      .getByRole('navigation', { name: 'Message' })
      .getByRole('link', { name: /^Deliveries/ })
      .click()
    await expect
      .poll(() => rowsOf(page.getByRole('table', { name: 'Deliveries' })))
      .toMatchObject([{ Recipient: expect.stringContaining('grace@example.org'), State: 'Sent' }])
  })

  await test.step('reads what arrived, and finds the way back to its delivery', async () => {
    await page.getByRole('link', { name: 'grace@example.org' }).click()
    await page.getByRole('link', { name: 'Look at what arrived' }).click()
    const item = page.getByRole('article', { name: 'Bell practice' })
    await expect(item).toContainText('We ring on Sunday at nine.')
    await expect(item).toContainText('grace@example.org')
    await item.getByRole('link', { name: 'Its delivery' }).click()
    await expect(page.getByRole('link', { name: 'Look at what arrived' })).toBeVisible()
  })

  await test.step('finds it in the inbox as well', async () => {
    await page.getByRole('link', { name: 'Test inbox', exact: true }).click()
    await expect
      .poll(() => rowsOf(page.getByRole('table', { name: 'Test inbox' })))
      .toMatchObject([{ To: 'grace@example.org' }])
  })
})

test('the set-up link works once', async ({ page, setUpLink, context }) => {
  await page.goto(setUpLink)
  await page.getByLabel('E-mail address').fill('ada@example.org')
  await page.getByLabel('Password', { exact: true }).fill('a few words in a row')
  await page.getByRole('button', { name: 'Set up Carillon' }).click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()

  await context.clearCookies()
  await page.goto('about:blank')
  await page.goto(setUpLink)
  await expect(page.getByRole('heading', { name: 'Carillon is set up' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
})

test('set-up is fit for everybody', async ({ page, setUpLink }) => {
  await page.goto(setUpLink)
  await expect(page.getByRole('heading', { name: 'Set up Carillon' })).toBeVisible()
  await expectGoodLooks(page)
  await page.getByRole('button', { name: 'Set up Carillon' }).click()
  await expect(page.getByRole('alert')).toContainText('need another look')
  await expectGoodLooks(page)

  await page.goto(new URL('/sign-in', setUpLink).href)
  await expect(page.getByRole('heading', { name: 'Carillon is not set up yet' })).toBeVisible()
  await expectGoodLooks(page)
})

// What stands around every page: the palette, the shortcuts, and what happens when the server or the session is gone.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addPerson, createEmail, expect, owner, test } from './fixtures.ts'
import { freePort, startServer } from './process/server-process.js'
import { allowLines, allowRefusals } from './quiet-console.ts'

test('everything is reached and found by the keyboard alone', async ({ page, project }) => {
  await createEmail(project, { draft: true, description: 'Bell practice', subject: 'Bring the clappers' })
  await page.goto(project.page(''))
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  const field = page.getByRole('combobox', { name: 'Go to, create or find' })

  await test.step('a place, by g and its letter, and by the palette', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await expect(page.getByRole('heading', { name: 'Test inbox' })).toBeVisible()
    await page.keyboard.press('Control+k')
    await expect(field).toBeFocused()
    await page.keyboard.type('mess')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible()
    await expect(page).toHaveTitle('Messages · Chapel · Carillon')
  })

  await test.step('a message, by a word that its title does not hold', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('clappers')
    const hit = page.getByRole('option', { name: 'Bell practice' })
    await expect(hit).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Bell practice' })).toBeVisible()
  })

  await test.step('the way back to it, and what the page can do', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible()
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText([
      'Bell practice',
    ])
    await expect(page.getByRole('group', { name: 'On this page' }).getByRole('option')).not.toHaveCount(0)
    await page.keyboard.type('no such thing')
    await expect(page.getByText('Nothing is called “no such thing”.')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(field).toBeHidden()
  })

  await test.step('what can be created, and the list of keys', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
    await page.keyboard.press('c')
    await expect(page.getByRole('combobox', { name: 'Create' })).toBeFocused()
    await expect(page.getByRole('option', { name: 'Add a person' })).toBeVisible()
    await expect(page.getByRole('option', { name: 'Add a provider' })).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Go to, create')
  })
})

test('the first stop of the Tab key leads past the navigation', async ({ page, project }) => {
  await page.goto(project.page(''))
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('whoever is signed out while writing signs in over the page, and goes on', async ({
  page,
  context,
  project,
}) => {
  allowRefusals(page, 401)
  await addPerson(project, 'ada', 'Ada Lovelace')
  await context.clearCookies()
  await page.goto(project.page('/messages/new/email'))
  await page.getByLabel('E-mail address').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('textbox', { name: 'Subject' }).fill('Bell practice')

  const other = await context.newPage()
  await other.goto(project.page(''))
  await other.getByRole('button', { name: 'Sign out' }).click()
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await other.close()

  await page.getByRole('button', { name: 'Save draft' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' })
  await dialog.getByLabel('Password', { exact: true }).fill(owner.password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('Bell practice')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('Draft saved')).toBeVisible()
})

test('what stands in a dialog is there after the sign-in over it', async ({ page, context, project }) => {
  allowRefusals(page, 401)
  await page.goto(project.page('/people?add=true'))
  const adding = page.getByRole('dialog', { name: 'Add a person' })
  await adding.getByRole('textbox', { name: 'Name' }).fill('Ada Lovelace')
  await adding.getByRole('textbox', { name: 'E-mail address' }).fill('ada@example.org')
  await context.clearCookies()

  await adding.getByRole('button', { name: 'Add person' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' })
  await expect(dialog).toBeVisible()
  await dialog.getByLabel('Password', { exact: true }).fill(owner.password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toBeHidden()
  await expect(adding.getByRole('textbox', { name: 'Name' })).toHaveValue('Ada Lovelace')
  await adding.getByRole('button', { name: 'Add person' }).click()
  await expect(page.getByRole('row', { name: /Ada Lovelace/ })).toContainText('ada@example.org')
})

test('what is written outlives an outage in which the session ended', async ({ page, context, project }) => {
  allowRefusals(page, 401)
  allowLines(page, /^Failed to load resource: net::ERR_/)
  await page.goto(project.page('/messages/new/email'))
  const subject = page.getByRole('textbox', { name: 'Subject' })
  await subject.fill('Bell practice')
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Save draft' }).click()
  const notice = page.getByText('The server cannot be reached')
  await expect(notice).toBeVisible()
  await context.clearCookies()
  await context.setOffline(false)

  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' })
  await dialog.getByLabel('Password', { exact: true }).fill(owner.password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toBeHidden()
  await expect(notice).toBeHidden()
  await expect(subject).toHaveValue('Bell practice')
})

test('a form outlives a server that stops and starts again', async ({ page, context }) => {
  test.setTimeout(240_000)
  allowLines(page, /^Failed to load resource: net::ERR_/)
  const folder = await mkdtemp(join(tmpdir(), 'carillon-e2e-'))
  const environment = {
    DATA_DIR: join(folder, 'data'),
    PORT: String(await freePort()),
    CARILLON_ADMIN_EMAIL: owner.email,
    CARILLON_ADMIN_PASSWORD: owner.password,
    CARILLON_PROJECT_ID: 'chapel',
    CARILLON_API_KEY: 'a-key-for-nobody-in-particular',
    LOG_LEVEL: 'warn',
  }
  await context.clearCookies()
  const first = await startServer(environment)
  await page.goto(`${first.url}/p/chapel/messages/new/email`)
  await page.getByLabel('E-mail address').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('textbox', { name: 'Subject' }).fill('Bell practice')
  await first.stop()

  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('The server cannot be reached')).toBeVisible()
  const second = await startServer(environment)
  await expect(page.getByText('The server cannot be reached')).toBeHidden()
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('Bell practice')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('Draft saved')).toBeVisible()

  await test.step('and a draft is saved by itself, as soon as it can be', async () => {
    await context.setOffline(true)
    await page.getByRole('textbox', { name: 'Subject' }).fill('Bell practice on Friday')
    await expect(page.getByText('Not saved')).toBeVisible()
    await context.setOffline(false)
    await expect(page.getByText(/^Saved/)).toBeVisible()
  })
  await second.stop()
  await rm(folder, { recursive: true, force: true })
})

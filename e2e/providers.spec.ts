// Providers from the first to the last: added, tried out, changed, switched off, deleted.
import type { Page } from '@playwright/test'
import { startSmtpSink } from '../server/testing/smtp-sink.js'
import { tabTo as tabToIt } from './by-keyboard.ts'
import { addPerson, addTestProvider, createEmail, expect, type Project, rowsOf, test } from './fixtures.ts'

type Role = 'textbox' | 'button' | 'link' | 'checkbox'

const tabTo = (page: Page, role: Role, name: string | RegExp) => tabToIt(page, page.getByRole(role, { name }))

async function addRelay(project: Project, more: object = {}): Promise<void> {
  const body = { providerId: 'relay', name: 'Relay', host: 'mail.example.org', fromEmail: 'news@example.org' }
  await project.call('POST', '/messaging/providers/smtp', { ...body, enabled: true, ...more })
}

test('a mail server is added, tried out and changed by keyboard alone', async ({ page, project }) => {
  const sink = await startSmtpSink({ auth: { user: 'bells', password: 'open sesame 1234' } })
  try {
    await page.goto(project.page('/providers'))
    await expect(page.getByText('No providers yet')).toBeVisible()
    await page.keyboard.press('c')
    await tabTo(page, 'link', /^SMTP/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Add SMTP' })).toBeVisible()

    // The name has the focus, and is chosen anew.
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('Parish relay')
    await page.keyboard.press('ControlOrMeta+s')
    await expect(page.getByRole('alert')).toContainText('Host is needed before it can be on')
    await tabTo(page, 'textbox', 'Host')
    await page.keyboard.type(`127.0.0.1:${sink.port}`)
    await tabTo(page, 'textbox', 'User name')
    await page.keyboard.type('bells')
    await tabTo(page, 'textbox', 'Password')
    await page.keyboard.type('open barley 1234')
    await tabTo(page, 'textbox', 'Sender address')
    await page.keyboard.type('news@example.org')
    // What is wrong in a folded part opens it, and it stays open under whoever mends it.
    await page.getByText('Seldom needed').click()
    const replies = page.getByRole('textbox', { name: 'Reply-to address' })
    await replies.fill('the vicar')
    await page.keyboard.press('ControlOrMeta+s')
    await expect(replies).toHaveAttribute('aria-invalid', 'true')
    await replies.fill('vicar@example.org')
    await expect(replies).not.toHaveAttribute('aria-invalid')
    await expect(replies).toBeFocused()
    await tabTo(page, 'button', 'Check connection')
    await page.keyboard.press('Enter')
    await expect(page.getByText('refused the user name and password')).toBeVisible()

    await page.getByRole('textbox', { name: 'Password' }).focus()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('open sesame 1234')
    await expect(page.getByText('before what was changed since')).toBeVisible()
    await tabTo(page, 'button', 'Check connection')
    await page.keyboard.press('Enter')
    await expect(page.getByText(/works \(not encrypted, signed in\)/)).toBeVisible()
    expect(sink.transactions).toEqual([])
    await page.keyboard.press('ControlOrMeta+s')

    await expect(page.getByRole('heading', { name: 'Parish relay' })).toBeVisible()
    await expect(page.getByRole('switch', { name: /^On/ })).toBeChecked()
    await expect(page.getByText('•••• 1234')).toBeVisible()
    await expect(page.locator('body')).not.toContainText('open sesame')
    // The stored password is used where none is typed.
    await tabTo(page, 'textbox', 'Sender name')
    await page.keyboard.type('Bells')
    await tabTo(page, 'button', 'Check connection')
    await page.keyboard.press('Enter')
    await expect(page.getByText(/works \(not encrypted, signed in\)/)).toBeVisible()
    await page.keyboard.press('ControlOrMeta+s')
    await expect(page.getByText('“Parish relay” is saved')).toBeVisible()

    await page.getByRole('link', { name: 'Providers' }).first().focus()
    await page.keyboard.press('Enter')
    const rows = () => rowsOf(page.getByRole('table', { name: 'Providers' }))
    await expect
      .poll(rows)
      .toMatchObject([{ Provider: /Parish relay/, Kind: 'SMTP', Default: 'For e-mail', State: 'On' }])
  } finally {
    await sink.close()
  }
})

test('what goes through a provider is told before it is switched off or deleted', async ({
  page,
  project,
}) => {
  await addTestProvider(project)
  await addRelay(project)
  await addPerson(project, 'ada', 'Ada Lovelace')
  await createEmail(project, { scheduledAt: '2037-06-03T09:00:00Z', timeZone: 'Europe/Berlin' })

  await page.goto(project.page('/providers/relay'))
  await page.getByRole('switch').click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('Bell practice')
  await expect(dialog).toContainText('11:00 Europe/Berlin')
  await expect(dialog).toContainText('lands in the test inbox by “Test e-mail”')
  await dialog.getByRole('button', { name: 'Leave it on' }).click()
  await page.getByRole('link', { name: 'Upcoming' }).click()
  await expect(page.getByRole('row', { name: /Bell practice/ })).toContainText('11:00 Europe/Berlin')

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  const remove = dialog.getByRole('button', { name: 'Delete provider (1 message)' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel(/^Type/).fill('Relay')
  await remove.click()
  await expect(page.getByText('“Relay” is deleted')).toBeVisible()
  await expect
    .poll(() => rowsOf(page.getByRole('table', { name: 'Providers' })))
    .toMatchObject([{ Provider: /Test e-mail/, Default: 'For e-mail' }])
})

test('one that is incomplete cannot be on, says why, and is on when it is complete', async ({
  page,
  project,
}) => {
  await project.call('POST', '/messaging/providers/mailgun', {
    providerId: 'mailgun',
    name: 'Mailgun',
    apiKey: 'key-0123456789ab',
    domain: 'mg.example.org',
  })
  await page.goto(project.page('/providers/mailgun'))
  await expect(page.getByRole('switch')).toBeDisabled()
  await expect(page.getByText('Cannot be on: Region and Sender address are missing below.')).toBeVisible()

  await page.getByRole('radio', { name: 'Europe' }).check()
  await page.getByRole('textbox', { name: 'Sender address' }).fill('news@example.org')
  await page.getByRole('button', { name: 'Replace API key' }).click()
  await page.getByRole('textbox', { name: 'API key' }).fill('key-ba9876543210')
  await page.getByRole('button', { name: /^Save changes/ }).click()
  await expect(page.getByText('•••• 3210')).toBeVisible()
  await page.getByRole('switch').click()
  await expect(page.getByText('“Mailgun” is on')).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Default for e-mail')
  // Nothing goes through it: off at once, and back by Undo.
  await addTestProvider(project)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('“Mailgun” is off')).toBeVisible()
})

test('another is made the default, and filters stay in the address', async ({ page, project }) => {
  await addTestProvider(project)
  await addRelay(project)
  await page.goto(project.page('/providers/test'))
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Make it the default for e-mail' }).click()
  await expect(page.getByText('“Test e-mail” is the default for e-mail')).toBeVisible()

  await page.goto(project.page('/providers'))
  await page.getByRole('button', { name: 'Kind' }).click()
  await page.getByRole('checkbox', { name: 'Test provider' }).check()
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Search providers' }).fill('e-mail')
  await expect(page).toHaveURL(/kind=.*inbox.*q=e-mail|q=e-mail.*kind=.*inbox/)
  await page.reload()
  const rows = () => rowsOf(page.getByRole('table', { name: 'Providers' }))
  await expect.poll(rows).toMatchObject([{ Provider: /Test e-mail/, Default: 'For e-mail' }])
  await page.getByRole('link', { name: 'Test e-mail' }).click()
  await page.getByRole('link', { name: 'Providers' }).nth(1).click()
  await expect(page).toHaveURL(/q=e-mail/)
})

// Writing an e-mail: what is kept, what is asked before it is lost, and when it goes.
import type { Page } from '@playwright/test'
import { addPerson, addTestProvider, createEmail, expect, type Project, rowsOf, test } from './fixtures.ts'

test.beforeEach(async ({ project }) => {
  await addTestProvider(project)
  await addPerson(project, 'ada', 'Ada Lovelace')
})

async function open(page: Page, project: Project): Promise<void> {
  await page.goto(project.page('/messages/new/email'))
  await page.getByRole('textbox', { name: 'Subject' }).fill('Bell practice')
}

async function chooseAda(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'People' }).fill('Ada')
  await page.getByRole('option', { name: /Ada Lovelace/ }).click()
  await expect(page.getByRole('button', { name: 'Remove Ada Lovelace' })).toBeVisible()
}

test('what an e-mail still lacks is named before it is reviewed', async ({ page, project }) => {
  await page.goto(project.page('/messages/new/email'))
  await page.getByRole('button', { name: 'Review and send' }).click()

  const alert = page.getByRole('alert').filter({ hasText: 'need another look' })
  await expect(alert).toBeVisible()
  await alert.getByRole('button', { name: /^Subject/ }).click()
  await expect(page.getByRole('textbox', { name: 'Subject' })).toBeFocused()
})

test('a kept draft saves itself while the writing rests', async ({ page, project }) => {
  await open(page, project)
  await page.getByRole('button', { name: 'Save draft' }).click()
  await expect(page.getByText('Draft saved')).toBeVisible()

  await page.getByRole('textbox', { name: 'Content' }).fill('We ring on Sunday at nine.')
  await expect(page.getByText('Unsaved changes')).toBeVisible()
  await expect(page.getByText(/^Saved /)).toBeVisible()

  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Content' })).toHaveValue('We ring on Sunday at nine.')

  // Another e-mail, begun while this one is open, is another one.
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to, create or find' }).fill('Write an e-mail')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('')
  await expect(page.getByRole('heading', { name: 'New e-mail' })).toBeVisible()
})

test('a draft that is opened again calls whoever it names by their addresses', async ({ page, project }) => {
  // More people than a picker offers at first, and Zoe is the last of them.
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => addPerson(project, `ringer-${index}`, `Ringer ${index}`)),
  )
  const { targets } = await project.call<{ targets: { $id: string }[] }>('POST', '/users', {
    userId: 'zoe',
    name: 'Zoe Ringer',
    email: 'zoe@example.org',
  })
  const zoe = targets.map(({ $id }) => $id)
  const ada = await project.call<{ targets: { $id: string }[] }>('GET', '/users/ada')
  const draft = await createEmail(project, {
    draft: true,
    users: [],
    targets: zoe,
    cc: ada.targets.map(({ $id }) => $id),
    bcc: zoe,
  })
  await page.goto(project.page(`/messages/${draft}/edit`))
  await page.getByText('Cc and Bcc').click()
  await expect(page.getByRole('button', { name: 'Remove zoe@example.org' })).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Remove ada@example.org' })).toBeVisible()
})

test('leaving with unsaved words asks first', async ({ page, project }) => {
  await open(page, project)
  const toInbox = page.getByRole('link', { name: 'Test inbox', exact: true })

  await toInbox.click()
  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await question.getByRole('button', { name: 'Stay' }).click()
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('Bell practice')

  await toInbox.click()
  await question.getByRole('button', { name: 'Save and leave' }).click()
  await expect(page.getByRole('heading', { name: 'Test inbox' })).toBeVisible()
  await page.getByRole('link', { name: 'Messages', exact: true }).click()
  const rows = () => rowsOf(page.getByRole('table', { name: 'Messages' }))
  await expect
    .poll(rows)
    .toMatchObject([{ Message: expect.stringContaining('Bell practice'), State: 'Draft' }])
})

test('a message is scheduled in a zone that is named, and taken back', async ({ page, project }) => {
  await open(page, project)
  await chooseAda(page)
  await page.getByRole('textbox', { name: 'Content' }).fill('We ring on Sunday at nine.')
  await page.getByRole('radio', { name: 'At a date and time' }).check()
  await page.getByLabel('Date', { exact: true }).fill('2037-06-03')
  await page.getByLabel('Time', { exact: true }).fill('09:00')
  await page.getByLabel('Time zone').selectOption('America/New_York')
  await page.getByRole('button', { name: 'Review and send' }).click()

  const review = page.getByRole('dialog', { name: 'Schedule this e-mail?' })
  await review.getByRole('button', { name: /^Schedule for .*09:00.*New York/ }).click()
  await expect(page.getByRole('button', { name: 'Unschedule' })).toBeVisible()
  const scheduledAt = async () => {
    const { messages } = await project.call<{ messages: { scheduledAt: string; status: string }[] }>(
      'GET',
      '/messaging/messages',
    )
    return messages.map(({ status, scheduledAt: at }) => [status, at])
  }
  // New York is four hours behind UTC in June.
  expect(await scheduledAt()).toEqual([['scheduled', '2037-06-03T13:00:00.000+00:00']])

  await page.getByRole('button', { name: 'Unschedule' }).click()
  await expect(page.getByRole('link', { name: 'Edit draft' })).toBeVisible()
  expect((await scheduledAt()).map(([status]) => status)).toEqual(['draft'])
})

test('a sent message can be taken back while its seconds run', async ({ page, project }) => {
  await open(page, project)
  await chooseAda(page)
  await page.getByRole('textbox', { name: 'Content' }).fill('We ring on Sunday at nine.')
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.getByRole('button', { name: 'Send 1 e-mail' }).click()

  await page
    .getByRole('region', { name: /Notifications/ })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(page.getByText('Taken back: it is a draft again')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Edit draft' })).toBeVisible()
})

// The people who receive: found, added, changed, blocked, deleted; where messages reach them, and in which topics they are.
import { readFile } from 'node:fs/promises'
import { addPerson, expect, type Project, rowsOf, test } from './fixtures.ts'
import { allowRefusals } from './quiet-console.ts'

async function addTopic(project: Project, topicId: string, name: string): Promise<void> {
  await project.call('POST', '/messaging/topics', { topicId, name })
}

test('a person is found, opened, changed and left by keyboard alone', async ({ page, project }) => {
  for (const [id, name] of [
    ['ada', 'Ada Lovelace'],
    ['grace', 'Grace Hopper'],
    ['alan', 'Alan Turing'],
  ] as const) {
    await addPerson(project, id, name)
  }
  await page.goto(project.page('/messages'))
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible()

  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
  await expect(page.getByRole('row', { name: /Ada Lovelace/ })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('grace')
  await expect(page.getByRole('row', { name: /Ada Lovelace/ })).toBeHidden()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download these people as CSV' }).press('Enter')
  const file = await readFile(await (await downloading).path(), 'utf8')
  expect(file).toContain('Grace Hopper')
  expect(file).not.toContain('Ada Lovelace')
  await page.getByRole('textbox', { name: 'Search people' }).focus()
  await page.keyboard.press('Tab')
  await page.locator('body').press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Grace Hopper', level: 1 })).toBeVisible()

  await page.getByRole('button', { name: 'Edit' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Edit Grace Hopper' })
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Rear Admiral Hopper')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('+1 415 555-0104')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('heading', { name: 'Rear Admiral Hopper', level: 1 })).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Edit' })).toBeFocused()
  await expect(page.getByText('+14155550104').first()).toBeVisible()

  await page.getByRole('main').getByRole('link', { name: 'People' }).press('Enter')
  await expect(page).toHaveURL(/\/people\?.*q=grace/)
  await expect
    .poll(() => rowsOf(page.getByRole('table', { name: 'People' })))
    .toMatchObject([
      { Name: 'Rear Admiral Hopper', 'E-mail address': 'grace@example.org', Number: '+14155550104' },
    ])
})

test('a person is added, blocked and brought back, and deleted with all that was theirs', async ({
  page,
  project,
}) => {
  // An address that somebody has already.
  allowRefusals(page, 409)
  await page.goto(project.page('/people'))
  await expect(page.getByText('Nobody yet')).toBeVisible()
  await page.keyboard.press('c')
  const adding = page.getByRole('dialog', { name: 'Add a person' })
  await adding.getByRole('button', { name: 'Add person' }).click()
  await expect(adding.getByText('Name or an address or a number is needed')).toBeVisible()
  await adding.getByRole('textbox', { name: 'E-mail address' }).fill('ada at home')
  await adding.getByRole('textbox', { name: 'Phone number' }).fill('0171 123')
  await adding.getByRole('button', { name: 'Add person' }).click()
  await expect(adding.getByRole('alert')).toContainText('2 fields need another look')
  await adding.getByRole('textbox', { name: 'Name' }).fill('Ada Lovelace')
  await adding.getByRole('textbox', { name: 'E-mail address' }).fill('Ada@Example.org')
  await adding.getByRole('textbox', { name: 'Phone number' }).fill('+1 (415) 555-0100')
  await adding.getByRole('button', { name: 'Choose the ID' }).click()
  await adding.getByRole('textbox', { name: 'ID' }).fill('ada')
  await adding.getByRole('button', { name: 'Add person' }).click()
  await expect(adding).toBeHidden()

  const row = page.getByRole('row', { name: /Ada Lovelace/ })
  await expect(row).toContainText('ada@example.org')
  await row.getByRole('button', { name: 'Actions for Ada Lovelace' }).click()
  await page.getByRole('menuitem', { name: 'Block' }).click()
  await expect(row).toContainText('Blocked')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).not.toContainText('Blocked')

  await page.keyboard.press('c')
  await adding.getByRole('textbox', { name: 'E-mail address' }).fill('ada@example.org')
  await adding.getByRole('button', { name: 'Add person' }).click()
  await expect(adding.getByText('E-mail address belongs to another person')).toBeVisible()
  // Back closes the dialog first.
  await page.goBack()
  await expect(adding).toBeHidden()
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()

  await addTopic(project, 'news', 'News')
  const { targets } = await project.call<{ targets: { $id: string }[] }>('GET', '/users/ada')
  await project.call('POST', '/messaging/topics/news/subscribers', {
    subscriberId: 'unique()',
    targetId: targets[0]?.$id,
  })
  await row.getByRole('link', { name: 'Ada Lovelace' }).click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const deleting = page.getByRole('alertdialog', { name: 'Delete Ada Lovelace?' })
  await expect(deleting).toContainText('1 address and 1 number go too')
  await deleting.getByRole('button', { name: 'Delete Ada Lovelace and 1 subscription' }).click()
  await expect(page.getByText('Nobody yet')).toBeVisible()
  expect(await project.call('GET', '/messaging/topics/news')).toMatchObject({ emailTotal: 0 })
})

test('where messages reach a person is theirs to have many of', async ({ page, project }) => {
  allowRefusals(page, 409)
  await addPerson(project, 'ada', 'Ada Lovelace')
  await page.goto(project.page('/people/ada/targets'))
  await page.getByRole('button', { name: 'Add an address, number or device' }).click()
  const adding = page.getByRole('dialog', { name: 'Add where messages reach Ada Lovelace' })
  await adding.getByRole('radio', { name: 'Push' }).check()
  await adding.getByRole('textbox', { name: 'Device token' }).fill('dEv1ce:t0ken')
  await adding.getByRole('textbox', { name: 'Name' }).fill('Pixel 9')
  await adding.getByRole('button', { name: 'Add device' }).click()
  const table = page.getByRole('table', { name: 'Targets' })
  await expect(table.getByRole('row', { name: /Pixel 9/ })).toBeVisible()

  // What is another's is refused where it stands.
  await page.getByRole('button', { name: 'Add an address, number or device' }).click()
  await adding.getByRole('textbox', { name: 'E-mail address' }).fill('ada@example.org')
  await adding.getByRole('button', { name: 'Add address' }).click()
  await expect(adding.getByText('E-mail address belongs to another target')).toBeVisible()
  await page.keyboard.press('Escape')

  await table.getByRole('link', { name: 'ada@example.org' }).click()
  const editing = page.getByRole('dialog', { name: 'Edit the address ada@example.org' })
  await expect(editing.getByText('no longer follows')).toBeVisible()
  await editing.getByRole('textbox', { name: 'E-mail address' }).fill('ada@work.example.org')
  await editing.getByRole('button', { name: 'Save' }).click()
  await expect(table.getByRole('link', { name: 'ada@work.example.org' })).toBeVisible()

  await table.getByRole('button', { name: 'Actions for Pixel 9' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page
    .getByRole('alertdialog', { name: 'Delete Pixel 9?' })
    .getByRole('button', { name: 'Delete device' })
    .click()
  await expect(table.getByRole('row', { name: /Pixel 9/ })).toBeHidden()
})

test('a person is in topics, and what is scheduled for those is said', async ({ page, project }) => {
  await addPerson(project, 'ada', 'Ada Lovelace')
  await addTopic(project, 'news', 'News')
  await addTopic(project, 'alarms', 'Alarms')
  for (const [subject, topic] of [
    ['The quarterly letter', 'news'],
    ['Nothing for her', 'alarms'],
  ] as const) {
    await project.call('POST', '/messaging/messages/email', {
      messageId: 'unique()',
      subject,
      content: 'Dear ringers',
      topics: [topic],
      scheduledAt: '2037-06-03T09:00:00Z',
    })
  }
  await page.goto(project.page('/people/ada/subscriptions'))
  await expect(page.getByText('In no topic yet')).toBeVisible()
  await page.getByRole('button', { name: 'Add to a topic' }).click()
  const adding = page.getByRole('dialog', { name: 'Add Ada Lovelace to topics' })
  await adding.getByRole('combobox', { name: 'Topics' }).fill('News')
  await adding
    .getByRole('option', { name: 'News' })
    .or(page.getByRole('option', { name: 'News' }))
    .first()
    .click()
  await adding.getByRole('button', { name: 'Add to topics' }).click()
  const table = page.getByRole('table', { name: 'Subscriptions' })
  await expect
    .poll(() => rowsOf(table))
    .toMatchObject([{ Topic: 'News', By: expect.stringContaining('ada@example.org') }])

  await page.getByRole('link', { name: 'Upcoming' }).click()
  const upcoming = page.getByRole('table', { name: 'Upcoming messages' })
  await expect
    .poll(() => rowsOf(upcoming))
    .toMatchObject([{ Message: expect.stringContaining('The quarterly letter'), 'Reaches them by': 'News' }])

  await page.getByRole('link', { name: 'Subscriptions' }).click()
  await table.getByRole('button', { name: 'Remove from “News”' }).click()
  await expect(page.getByText('In no topic yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(table.getByRole('row', { name: /News/ })).toBeVisible()
  expect(await project.call('GET', '/messaging/topics/news')).toMatchObject({ emailTotal: 1 })
})

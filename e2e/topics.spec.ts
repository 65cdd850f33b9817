// What people subscribe to: topics found, added, changed, deleted; who is in them, one by one and many at once.
import { readFile } from 'node:fs/promises'
import { addPerson, expect, type Project, rowsOf, test } from './fixtures.ts'
import { allowRefusals } from './quiet-console.ts'

async function addTopic(project: Project, topicId: string, more: object = {}): Promise<void> {
  await project.call('POST', '/messaging/topics', { topicId, name: topicId, ...more })
}

/** So many people `p0`, `p1`, …, each with an address. */
async function addPeople(project: Project, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await addPerson(project, `p${index}`, `Person ${index}`)
}

async function subscribe(project: Project, topicId: string, identifiers: readonly string[]): Promise<void> {
  await project.call('POST', `/messaging/topics/${topicId}/subscribers/batch`, {
    add: identifiers.map((identifier) => ({ identifier })),
  })
}

const addressOf = (index: number) => `p${index}@example.org`
const addresses = (count: number) => Array.from({ length: count }, (_, index) => addressOf(index))

test('a topic is found, opened, changed and left by keyboard alone', async ({ page, project }) => {
  await addTopic(project, 'news', { name: 'News', description: 'The quarterly letter' })
  await addTopic(project, 'alarms', { name: 'Alarms' })
  await page.goto(project.page('/messages'))
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible()

  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page.getByRole('heading', { name: 'Topics' })).toBeVisible()
  await expect(page.getByRole('row', { name: /Alarms/ })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('quarterly')
  await expect(page.getByRole('row', { name: /Alarms/ })).toBeHidden()
  await page.keyboard.press('Tab')
  await page.locator('body').press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'News', level: 1 })).toBeVisible()

  await page.locator('body').press('e')
  const dialog = page.getByRole('dialog', { name: 'Edit “News”' })
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Letters')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(dialog.getByRole('radio', { name: 'Any signed-in user' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('heading', { name: 'Letters', level: 1 })).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Verified users')).toBeVisible()

  await page.getByRole('main').getByRole('link', { name: 'Topics' }).press('Enter')
  await expect(page).toHaveURL(/\/topics\?.*q=quarterly/)
  await expect
    .poll(() => rowsOf(page.getByRole('table', { name: 'Topics' })))
    .toMatchObject([{ Name: 'Letters The quarterly letter', 'Who may subscribe': 'Verified users' }])
})

test('a topic is added with what is wrong shown in place, and deleted with all that it touches', async ({
  page,
  project,
}) => {
  // An id that another topic has.
  allowRefusals(page, 409)
  await page.goto(project.page('/topics'))
  await expect(page.getByText('No topics yet')).toBeVisible()
  await page.keyboard.press('c')
  const adding = page.getByRole('dialog', { name: 'Add a topic' })
  await adding.getByRole('radio', { name: 'Particular roles' }).check()
  await adding.getByRole('combobox', { name: 'Roles' }).fill('everybody')
  await adding.getByRole('button', { name: 'Add topic' }).click()
  await expect(adding.getByRole('alert')).toContainText('2 fields need another look')
  await expect(adding.getByText(/^Roles hold “everybody”, which must be a role/).last()).toBeVisible()
  await adding.getByRole('button', { name: 'Remove everybody' }).click()
  await adding.getByRole('combobox', { name: 'Roles' }).fill('label:vip')
  await page.keyboard.press('Enter')
  await adding.getByRole('textbox', { name: 'Name' }).fill('News')
  await adding.getByRole('button', { name: 'Choose the ID' }).click()
  await adding.getByRole('textbox', { name: 'ID' }).fill('news')
  await adding.getByRole('button', { name: 'Add topic' }).click()
  await expect(adding).toBeHidden()
  expect(await project.call('GET', '/messaging/topics/news')).toMatchObject({ subscribe: ['label:vip'] })

  await page.keyboard.press('c')
  await adding.getByRole('textbox', { name: 'Name' }).fill('Other news')
  await adding.getByRole('button', { name: 'Choose the ID' }).click()
  await adding.getByRole('textbox', { name: 'ID' }).fill('news')
  await adding.getByRole('button', { name: 'Add topic' }).click()
  await expect(adding.getByRole('alert')).toContainText('already')
  // Back closes the dialog first.
  await page.goBack()
  await expect(adding).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Topics' })).toBeVisible()

  await addPeople(project, 2)
  await subscribe(project, 'news', addresses(2))
  await project.call('POST', '/messaging/messages/email', {
    messageId: 'unique()',
    subject: 'The quarterly letter',
    content: 'Dear ringers',
    topics: ['news'],
    scheduledAt: '2037-06-03T09:00:00Z',
  })
  await page.reload()
  await page.getByRole('button', { name: 'Actions for News' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const deleting = page.getByRole('alertdialog', { name: 'Delete “News”?' })
  await expect(deleting).toContainText('One message still to come names it')
  await expect(deleting).toContainText('The quarterly letter')
  const confirm = deleting.getByRole('button', { name: 'Delete “News” and its 2 subscriptions' })
  await expect(confirm).toHaveAttribute('aria-disabled', 'true')
  await deleting.getByRole('textbox', { name: 'Type “News” to go on' }).fill('News')
  await confirm.click()
  await expect(page.getByText('No topics yet')).toBeVisible()
})

test('topics are filtered by whom they reach and let in, and a copied link shows the same', async ({
  page,
  project,
}) => {
  await addTopic(project, 'news', { name: 'News' })
  await addTopic(project, 'alarms', { name: 'Alarms', subscribe: [] })
  await addTopic(project, 'crew', { name: 'Crew', subscribe: ['team:crew'] })
  await addPeople(project, 1)
  await subscribe(project, 'alarms', addresses(1))
  const table = page.getByRole('table', { name: 'Topics' })
  const names = async () => (await rowsOf(table)).map(({ Name }) => Name)
  await page.goto(project.page('/topics'))
  await expect.poll(names).toEqual(['Alarms', 'Crew', 'News'])

  await page.getByRole('button', { name: 'Reaches' }).click()
  await page.getByRole('checkbox', { name: 'Nobody' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(names).toEqual(['Crew', 'News'])
  await page.getByRole('button', { name: 'Who may subscribe' }).click()
  await page.getByRole('checkbox', { name: 'Other roles' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(names).toEqual(['Crew'])
  await page.reload()
  await expect.poll(names).toEqual(['Crew'])
  await page.getByRole('button', { name: 'Remove filter Reaches' }).click()
  await expect.poll(names).toEqual(['Crew'])
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('button', { name: 'Addresses' }).click()
  await expect.poll(names).toEqual(['Alarms', 'News', 'Crew'])
  await expect(page).toHaveURL(/order=-email/)

  // The palette finds a topic, and what is written to it begins with it.
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to, create or find' }).fill('alar')
  await page.getByRole('option', { name: 'Alarms' }).click()
  await expect(page.getByRole('link', { name: '1 address' })).toBeVisible()
  await page.getByRole('link', { name: 'Write an e-mail' }).click()
  await expect(page.getByRole('heading', { name: 'New e-mail' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove Alarms' })).toBeVisible()
})

test('one subscriber is looked at, taken out and put back', async ({ page, project }) => {
  await addTopic(project, 'news', { name: 'News' })
  await addPeople(project, 2)
  const { targets } = await project.call<{ targets: { $id: string }[] }>('GET', '/users/p0')
  await project.call('POST', '/messaging/topics/news/subscribers', {
    subscriberId: 'first',
    targetId: targets[0]?.$id,
  })
  await subscribe(project, 'news', [addressOf(1)])
  await page.goto(project.page('/topics/news/subscribers?order=since'))
  const table = page.getByRole('table', { name: 'Subscribers' })
  await table.getByRole('link', { name: addressOf(0) }).click()
  const sheet = page.getByRole('dialog', { name: addressOf(0) })
  await expect(sheet).toContainText('Person 0')
  await expect(sheet.getByRole('listitem')).toContainText('Subscribed by')
  await expect(page).toHaveURL(/\/subscribers\/first\?order=since/)
  // Back closes the sheet first, and the order stays.
  await page.goBack()
  await expect(sheet).toBeHidden()
  await expect(page).toHaveURL(/\/subscribers\?order=since/)

  await page.goForward()
  await sheet.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(sheet).toBeHidden()
  await expect(table.getByRole('link', { name: addressOf(0) })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(table.getByRole('link', { name: addressOf(0) })).toBeVisible()

  await table.getByRole('button', { name: `Unsubscribe ${addressOf(1)}` }).press('Enter')
  await expect(table.getByRole('link', { name: addressOf(1) })).toBeHidden()
  // The row that takes its place has the focus: keys go on from there.
  await expect(table.getByRole('link', { name: addressOf(0) })).toBeFocused()
  await expect(page.getByRole('link', { name: /^Subscribers/ })).toContainText('1')
  expect(await project.call('GET', '/messaging/subscribers/first/logs')).toMatchObject({ total: 1 })
})

test('many are taken out at once, those of other pages too, and put back', async ({ page, project }) => {
  await addTopic(project, 'news', { name: 'News' })
  await addPeople(project, 30)
  await subscribe(project, 'news', addresses(30))
  const total = async () =>
    (await project.call<{ emailTotal: number }>('GET', '/messaging/topics/news')).emailTotal
  await page.goto(project.page('/topics/news/subscribers'))
  const table = page.getByRole('table', { name: 'Subscribers' })
  const bar = page.getByRole('status', { name: 'Chosen subscribers' })

  await table.getByRole('checkbox', { name: `Choose ${addressOf(29)}` }).check()
  await table.getByRole('link', { name: addressOf(28) }).focus()
  await page.keyboard.press('x')
  await expect(bar).toContainText('2 chosen')
  await bar.getByRole('button', { name: 'Remove…' }).click()
  const removing = page.getByRole('alertdialog', { name: 'Remove 2 subscribers from “News”?' })
  await removing.getByRole('button', { name: 'Remove 2 subscribers' }).click()
  await expect(removing).toBeHidden()
  expect(await total()).toBe(28)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(table.getByRole('link', { name: addressOf(29) })).toBeVisible()
  expect(await total()).toBe(30)

  await page.getByRole('textbox', { name: 'Search subscribers' }).fill('p1')
  await expect(table.getByRole('row')).toHaveCount(12)
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download these subscribers as CSV' }).click()
  const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\n')
  expect(lines).toHaveLength(12)
  await table.getByRole('checkbox', { name: 'Choose all on this page' }).check()
  await expect(bar).toContainText('11 chosen')
  await page.getByRole('button', { name: 'Clear search' }).click()
  // Another search is another list: nobody is chosen in it.
  await expect(bar).toBeEmpty()
  await table.getByRole('checkbox', { name: `Choose ${addressOf(20)}` }).check()
  await bar.getByRole('button', { name: 'Choose all 30' }).click()
  await bar.getByRole('button', { name: 'Remove…' }).click()
  await page.getByRole('button', { name: 'Remove 30 subscribers' }).click()
  await expect(page.getByText('Nobody is subscribed yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(table.getByRole('row')).toHaveCount(26)
  expect(await total()).toBe(30)
})

test('of a pasted list it is said who is known before anybody is subscribed', async ({ page, project }) => {
  await addTopic(project, 'news', { name: 'News' })
  await addPeople(project, 3)
  await project.call('POST', '/users', { userId: 'phone', name: 'Grace Hopper', phone: '+14155550100' })
  await subscribe(project, 'news', [addressOf(0)])
  await page.goto(project.page('/topics/news/subscribers'))
  await page.getByRole('button', { name: 'Paste a list' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add subscribers to “News”' })
  const list = dialog.getByRole('textbox', { name: 'Addresses, numbers or device tokens' })
  await expect(list).toBeFocused()
  await dialog.getByRole('button', { name: 'Look them up' }).click()
  await expect(dialog.getByText('The list must not be empty')).toBeVisible()
  await list.fill(
    'P0@example.org, Person One <p1@example.org>\np2@example.org\nP2@example.org\n+1 415 555-0100\nnobody@example.org\nnewcomer@example.org\n0171 123456',
  )
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(dialog.getByText('3 of 7 can be subscribed')).toBeFocused()
  await expect(dialog).toContainText('1 written more than once')
  const group = (name: string) => dialog.getByRole('group').filter({ hasText: name })
  await expect(group('3 can be subscribed')).toContainText('Grace Hopper')
  await expect(group('2 not known')).toContainText('nobody@example.org')
  await expect(group('1 cannot be used')).toContainText('a number begins with +')
  await expect(group('1 subscribed already')).toContainText('P0@example.org')
  expect(await project.call('GET', '/messaging/topics/news')).toMatchObject({ emailTotal: 1, smsTotal: 0 })

  await dialog.getByRole('button', { name: 'Change the list' }).click()
  await expect(list).toHaveValue(/0171 123456/)
  await page.keyboard.press('ControlOrMeta+Enter')
  await dialog.getByRole('button', { name: 'Subscribe 3' }).click()
  await expect(dialog.getByText('3 subscribers added to “News”')).toBeFocused()
  await expect(group('2 not known')).toBeVisible()

  // Whom nobody has can become people, and be subscribed then.
  await dialog.getByRole('button', { name: 'Add 2 as people' }).click()
  await expect(group('2 can be subscribed')).toContainText('newcomer@example.org')
  await dialog.getByRole('button', { name: 'Subscribe 2' }).click()
  await expect(dialog.getByText('5 subscribers added to “News”')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('table', { name: 'Subscribers' }).getByRole('row')).toHaveCount(7)
  expect(await project.call('GET', '/messaging/topics/news')).toMatchObject({ emailTotal: 5, smsTotal: 1 })
})

test('people are picked, by what they have', async ({ page, project }) => {
  await addTopic(project, 'news', { name: 'News' })
  await addPeople(project, 2)
  await project.call('POST', '/users', { userId: 'phone', name: 'Grace Hopper', phone: '+14155550100' })
  await page.goto(project.page('/topics/news/subscribers'))
  await page.getByRole('button', { name: 'Add subscribers' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add subscribers to “News”' })
  await expect(dialog.getByRole('combobox', { name: 'People' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Subscribe' }).click()
  await expect(dialog.getByText('People or single ones must be named')).toBeVisible()
  for (const name of ['Person 0', 'Grace Hopper']) {
    await dialog.getByRole('combobox', { name: 'People' }).fill(name)
    await page.getByRole('option', { name }).click()
  }
  // Closes the list of suggestions, not the dialog.
  await page.keyboard.press('Escape')
  await dialog.getByRole('checkbox', { name: 'Numbers' }).uncheck()
  await dialog.getByRole('button', { name: 'Subscribe' }).click()
  await expect(dialog.getByText('1 subscriber added to “News”')).toBeFocused()
  await expect(dialog).toContainText('has nothing of the kind')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('row', { name: /Person 0/ })).toBeVisible()

  await page.keyboard.press('c')
  await dialog.getByRole('combobox', { name: 'Single ones' }).fill('Grace')
  await page.getByRole('option', { name: '+14155550100' }).click()
  await dialog.getByRole('button', { name: 'Subscribe' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row', { name: /Grace Hopper/ })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(page.getByRole('row', { name: /Grace Hopper/ })).toBeHidden()
})

test('whoever may only look sees all of a topic, and nothing to change it by', async ({ page, project }) => {
  await addTopic(project, 'news', { name: 'News' })
  await addPeople(project, 1)
  await subscribe(project, 'news', addresses(1))
  const { url } = await project.call<{ url: string }>('POST', '/console/invitations', {
    email: `${project.id}@example.org`,
    role: 'viewer',
  })
  await page.context().clearCookies()
  await page.goto(new URL(url).pathname + new URL(url).hash)
  await page.getByLabel('Password', { exact: true }).fill('a tower of seven bells')
  await page.getByRole('button', { name: 'Join Carillon' }).click()
  await page.waitForURL(/\/p\//)

  await page.goto(project.page('/topics?add=true'))
  await page.getByRole('button', { name: 'Actions for News' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Open', 'Subscribers'])
  await page.getByRole('menuitem', { name: 'Subscribers' }).click()
  await page.getByRole('link', { name: addressOf(0) }).click()
  await expect(page.getByRole('dialog', { name: addressOf(0) })).toContainText('Person 0')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await expect(
    page.getByRole('main').getByRole('button', { name: /add|paste|remove|unsubscribe|more/i }),
  ).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Write an e-mail' })).toBeHidden()
})

// The settings: the project, its keys and files, who administers it, and oneself.
import { createHash, randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import { actAs, addAdministrator, addTestProvider, expect, owner, rowsOf, signIn, test } from './fixtures.ts'
import { allowRefusals, withQuietConsole } from './quiet-console.ts'

const part = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name })

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 })

const anAddress = (role: string) => `${role}-${randomUUID().slice(0, 8)}@example.org`

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')

async function choose(row: Locator, item: string): Promise<void> {
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await row.page().getByRole('menuitem', { name: item }).click()
}

test('the project is renamed and a key is made, changed and left by keyboard alone', async ({
  page,
  project,
}) => {
  await page.goto(project.page('/messages'))
  await expect(heading(page, 'Messages')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(heading(page, 'Project')).toBeVisible()

  const name = page.getByRole('textbox', { name: 'Name' })
  await name.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Chapel of St Anne')
  await page.keyboard.press('Tab')
  await page.keyboard.type('new york')
  await expect(page.getByRole('option', { name: /America\/New York/ })).toContainText(/\d\d:\d\d, UTC-0\d:00/)
  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('button', { name: 'Project: Chapel of St Anne' })).toBeVisible()
  await expect(page).toHaveTitle(/Chapel of St Anne/)
  await expect(page.getByText(/there now, Eastern/)).toBeVisible()

  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('combobox', { name: /find/i })).toBeFocused()
  await page.keyboard.type('api keys')
  await expect(page.getByRole('option', { name: /Settings: API keys/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('No API keys yet')).toBeVisible()
  await page.keyboard.press('c')
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.type('Website')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(page.getByRole('checkbox', { name: 'Write people' })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'See providers’ secrets in clear' })).not.toBeChecked()
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByRole('button', { name: 'Copy API key' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')

  await expect(page.getByRole('row', { name: /Website.*Everything/ })).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Website')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Write files' }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByText('“Website” is saved')).toBeVisible()
  await page.getByRole('link', { name: 'API keys' }).last().press('Enter')
  await expect(page.getByRole('row', { name: /Website.*and 7 more/ })).toBeVisible()
})

test('what is changed about a project is saved, and asked about before it is left behind', async ({
  page,
  project,
}) => {
  await addTestProvider(project)
  await page.goto(project.page('/settings/project'))
  const save = page.getByRole('button', { name: 'Save changes' })
  await expect(save).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('textbox', { name: 'Days that deliveries are kept' }).fill('0')
  await page.getByRole('textbox', { name: 'Allowed origins' }).fill('https://app.example.org\nchapel')
  await save.click()
  await expect(page.getByRole('alert')).toContainText('2 fields need another look')
  await expect(page.getByText(/“chapel” is not/).last()).toBeVisible()

  await page.getByRole('textbox', { name: 'Days that deliveries are kept' }).fill('30')
  await expect(page.getByText('What is older is erased')).toBeVisible()
  await page.getByRole('textbox', { name: 'Allowed origins' }).fill('https://App.Example.org/start')
  await part(page, 'Sending').click()
  const leaving = page.getByRole('alertdialog', { name: 'Leave without saving?' })
  await leaving.getByRole('button', { name: 'Stay' }).click()
  await expect(page.getByRole('textbox', { name: 'Days that deliveries are kept' })).toHaveValue('30')
  await save.click()
  await expect(page.getByText('“Chapel” is saved')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Allowed origins' })).toHaveValue('https://app.example.org')
  await expect(save).toHaveAttribute('aria-disabled', 'true')

  await part(page, 'Sending').click()
  await expect(page.getByText('Test inbox: reaches nobody')).toBeVisible()
  await page.getByRole('textbox', { name: 'Undo window' }).fill('601')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Undo window must be at most 600')).toBeVisible()
  await page.getByRole('textbox', { name: 'Undo window' }).fill('20')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('“Chapel” is saved').last()).toBeVisible()

  const { projects } = await project.call<{ projects: { $id: string }[] }>('GET', '/console/session')
  expect(projects.find(({ $id }) => $id === project.id)).toMatchObject({
    deliveryDays: 30,
    undoSeconds: 20,
    allowedOrigins: ['https://app.example.org'],
    timeZone: 'Europe/Berlin',
  })
})

test('a project goes with all that is in it when somebody has typed its id', async ({ page, project }) => {
  await addTestProvider(project)
  await page.goto(project.page('/settings/project'))
  await page.getByRole('button', { name: 'Delete project' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Delete “Chapel”?' })
  await expect(dialog).toContainText('0 people, 0 topics, 0 messages and 1 provider go with it')
  const confirm = dialog.getByRole('button', { name: 'Delete “Chapel”' })
  await dialog.getByRole('textbox').fill('chapel')
  await expect(confirm).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByRole('textbox').fill(project.id)
  await confirm.click()
  await page.waitForURL((url) => !url.pathname.includes(project.id))
  const { projects } = await project.call<{ projects: { $id: string }[] }>('GET', '/console/session')
  expect(projects.map(({ $id }) => $id)).not.toContain(project.id)
})

test('a key opens what it was given until it is revoked, and its secret is not lost by accident', async ({
  page,
  project,
  carillon,
}) => {
  allowRefusals(page, 400)
  const statusOf = async (secret: string, path: string) => {
    const headers = { 'x-appwrite-project': project.id, 'x-appwrite-key': secret }
    return (await fetch(`${carillon.url}/v1${path}`, { headers })).status
  }
  await page.goto(project.page('/settings/keys'))
  await page.getByRole('link', { name: 'Add an API key' }).click()
  await page.getByRole('button', { name: 'Add key' }).click()
  await expect(page.getByText('What it may do must be something')).toHaveCount(2)
  await page.getByRole('textbox', { name: 'Name' }).fill('Reports')
  await page.getByRole('checkbox', { name: 'Read messages' }).check()
  await page.getByRole('checkbox', { name: 'See providers’ secrets' }).check()
  await expect(page.getByText('Whoever has this key has your mail accounts')).toBeVisible()
  await page.getByRole('checkbox', { name: 'See providers’ secrets' }).uncheck()
  await page.getByRole('combobox', { name: 'Expires' }).selectOption('On a date…')
  await page.getByLabel('Last day').fill('2020-01-01')
  await page.getByRole('button', { name: 'Add key' }).click()
  await expect(page.getByText('Last day must be in the future')).toBeVisible()
  await page.getByRole('combobox', { name: 'Expires' }).selectOption('In 7 days')
  await expect(page.getByText(/^It works until/)).toBeVisible()
  await page.getByRole('button', { name: 'Add key' }).click()

  const secret = await page.getByRole('textbox', { name: 'API key' }).inputValue()
  expect(await statusOf(secret, '/messaging/messages')).toBe(200)
  expect(await statusOf(secret, '/users')).toBe(401)
  await page.getByRole('heading', { name: 'The secret of “Reports”' }).click()
  await page.keyboard.press('Escape')
  await part(page, 'Project').click()
  const leaving = page.getByRole('alertdialog', { name: 'Leave without the secret?' })
  await leaving.getByRole('button', { name: 'Stay' }).click()
  await expect(page.getByRole('textbox', { name: 'API key' })).toHaveValue(secret)
  await page.getByRole('button', { name: 'Copy API key' }).click()
  await part(page, 'API keys').click()

  const row = page.getByRole('row', { name: /Reports/ })
  await expect(row).toContainText(/[Ii]n [67] days/)
  await expect(row).toContainText(secret.slice(0, 16))
  await row.getByRole('button', { name: 'Messages (read)' }).click()
  await expect(page.getByRole('dialog', { name: 'What Reports may do' })).toContainText('Messages')
  await page.keyboard.press('Escape')

  await choose(row, 'Edit')
  await page.getByRole('checkbox', { name: 'Read people' }).check()
  await page.getByRole('combobox', { name: 'Expires' }).selectOption('Never')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('“Reports” is saved')).toBeVisible()
  expect(await statusOf(secret, '/users')).toBe(200)

  await page.getByRole('main').getByRole('link', { name: 'API keys' }).last().click()
  await choose(row, 'Revoke')
  const revoking = page.getByRole('alertdialog', { name: 'Revoke “Reports”?' })
  await expect(revoking).toContainText('is refused from its next call on')
  await revoking.getByRole('button', { name: 'Revoke “Reports”' }).click()
  await expect(page.getByText('No API keys yet')).toBeVisible()
  expect(await statusOf(secret, '/messaging/messages')).toBe(401)
})

test('administrators come by an invitation, get another role, and go', async ({
  page,
  project,
  browser,
  baseURL,
}) => {
  const email = anAddress('emmy')
  await page.goto(project.page('/settings/administrators'))
  await page.getByRole('button', { name: 'Invite' }).click()
  const inviting = page.getByRole('dialog', { name: 'Invite an administrator' })
  await inviting.getByRole('textbox', { name: 'E-mail address' }).fill('emmy')
  await inviting.getByRole('radio', { name: /^Author/ }).check()
  await inviting.getByRole('button', { name: 'Make the link' }).click()
  await expect(inviting.getByText('must be an e-mail address')).toBeVisible()
  await inviting.getByRole('textbox', { name: 'E-mail address' }).fill(email)
  await inviting.getByRole('button', { name: 'Make the link' }).click()

  const handing = page.getByRole('dialog', { name: `The invitation for ${email}` })
  const link = new URL(await handing.getByRole('textbox', { name: 'Link' }).inputValue())
  await page.keyboard.press('Escape')
  await page.mouse.click(8, 8)
  await expect(handing).toBeVisible()
  await handing.getByRole('button', { name: 'Done' }).click()
  const invitations = page.getByRole('table', { name: 'Invitations' })
  await expect(invitations.getByRole('row', { name: new RegExp(email) })).toContainText('Author')

  const theirs = await browser.newContext({ ...(baseURL && { baseURL }) })
  await withQuietConsole(theirs, async () => {
    const other = await theirs.newPage()
    await other.goto(link.pathname + link.hash)
    await other.getByLabel('Your name').fill('Emmy Noether')
    await other.getByLabel('Password', { exact: true }).fill('a tower of seven bells')
    await other.getByRole('button', { name: 'Join Carillon' }).click()
    await other.waitForURL(/\/p\//)
    await other.goto(project.page('/settings/keys'))
    await expect(other.getByText('This page is for owners')).toBeVisible()
    await expect(other.getByText('You are signed in as an author')).toBeVisible()
    await expect(part(other, 'API keys')).toBeHidden()
    await part(other, 'Project').click()
    await expect(other.getByText('Only owners change it.')).toBeVisible()
    await expect(other.getByRole('button', { name: 'Delete project' })).toBeHidden()

    await page.reload()
    const row = page.getByRole('row', { name: new RegExp(email) })
    await expect(row).toContainText('Emmy Noether')
    await choose(row, 'Change role')
    const role = page.getByRole('dialog', { name: 'Change the role of Emmy Noether' })
    await role.getByRole('radio', { name: /^Owner/ }).check()
    await role.getByRole('button', { name: 'Save' }).click()
    await expect(row).toContainText('Owner')
    await other.reload()
    await expect(other.getByRole('button', { name: 'Delete project' })).toBeVisible()

    await choose(row, 'Make a password link')
    const making = page.getByRole('dialog', { name: 'Make a password link for Emmy Noether?' })
    await making.getByRole('button', { name: 'Make the link' }).click()
    const reset = page.getByRole('dialog', { name: 'The password link for Emmy Noether' })
    await expect(reset.getByRole('textbox', { name: 'Link' })).toHaveValue(/\/reset-password#/)
    await reset.getByRole('button', { name: 'Done' }).click()

    await choose(row, 'Remove')
    await page.getByRole('button', { name: 'Remove Emmy Noether' }).click()
    await expect(row).toBeHidden()
    await other.reload()
    await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  })
  await theirs.close()
})

test('an invitation is withdrawn, and the last owner stays', async ({ page, project, carillon }) => {
  allowRefusals(page, 409)
  const email = anAddress('sofia')
  await project.call('POST', '/console/invitations', { email, role: 'viewer' })
  await page.goto(project.page('/settings/administrators'))
  const invited = page.getByRole('row', { name: new RegExp(email) })
  await invited.getByRole('button', { name: 'Withdraw' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw the invitation' }).click()
  // Behind the dialog no row has a role.
  await expect(page.getByText(email)).toHaveCount(0)

  const own = page.getByRole('row', { name: /You/ })
  await expect(own).toContainText('You')
  await own.getByRole('button', { name: /^Actions for/ }).click()
  await expect(page.getByRole('menuitem', { name: 'Remove' })).toContainText('Somebody has to be an owner')
  await page.keyboard.press('Escape')

  // By its address, as from a list that is no longer true.
  const { administrators } = await project.call<{ administrators: { $id: string; email: string }[] }>(
    'GET',
    '/console/administrators',
  )
  const id = administrators.find((one) => one.email === owner.email)?.$id
  await page.goto(project.page(`/settings/administrators?remove=${id}`))
  const removing = page.getByRole('alertdialog', { name: 'Remove yourself?' })
  await removing.getByRole('button', { name: 'Remove me' }).click()
  await expect(removing.getByRole('alert')).toContainText('make another administrator an owner first')
  await removing.getByRole('button', { name: 'Keep' }).click()

  // Whoever gives up being an owner sees at once what is left.
  await actAs(page, carillon, await addAdministrator(carillon, anAddress('second'), 'owner'))
  await page.goto(project.page('/settings/administrators'))
  await choose(page.getByRole('row', { name: /You/ }), 'Change role')
  const role = page.getByRole('dialog', { name: 'Change your own role' })
  await role.getByRole('radio', { name: /^Viewer/ }).check()
  await expect(role.getByText('You will not get back by yourself')).toBeVisible()
  await role.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('This page is for owners')).toBeVisible()
  await expect(part(page, 'Administrators')).toBeHidden()
})

test('one’s own name, address, password and sessions are one’s own to change', async ({
  page,
  project,
  carillon,
}) => {
  allowRefusals(page, 400)
  const email = anAddress('ada')
  await actAs(page, carillon, await addAdministrator(carillon, email, 'viewer'))
  const elsewhere = await signIn(carillon.url, { email, password: owner.password })
  await signIn(carillon.url, { email, password: owner.password })
  const isSignedIn = async (cookie: string) => {
    const response = await fetch(`${carillon.url}/v1/console/session`, { headers: { cookie } })
    return (await response.json()) !== null
  }

  await page.goto(project.page('/settings/account'))
  const moved = anAddress('ada-moved')
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada Lovelace')
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(moved)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Your password is needed for a new address')).toBeVisible()
  await page.getByLabel('Your password').fill('not the password')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Your password is not your password')).toBeVisible()
  await page.getByLabel('Your password').fill(owner.password)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Your account is saved')).toBeVisible()
  await expect(page.getByRole('complementary').getByText('Ada Lovelace')).toBeVisible()

  const sessions = page.getByRole('table', { name: 'Sessions' })
  await expect
    .poll(async () => (await rowsOf(sessions)).filter((row) => row.Actions === 'This browser'))
    .toHaveLength(1)
  await expect(sessions.getByRole('row')).toHaveCount(4)
  await sessions.getByRole('button', { name: /^End/ }).first().click()
  await expect(sessions.getByRole('row')).toHaveCount(3)

  const first = await signIn(carillon.url, { email: moved, password: owner.password })
  await page.getByLabel('Present password').fill('not the password')
  await page.getByLabel('New password').fill('bells')
  await expect(page.getByText('3 more characters at least')).toBeVisible()
  await page.getByLabel('New password').fill('password123')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Present password is not your password')).toBeVisible()
  await page.getByLabel('Present password').fill(owner.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('New password is among the first that are tried')).toBeVisible()
  expect(await isSignedIn(first)).toBe(true)
  await page.getByLabel('New password').fill('eight bells in the tower')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Your password is changed')).toBeVisible()
  await expect(sessions.getByRole('row')).toHaveCount(2)
  expect([await isSignedIn(first), await isSignedIn(elsewhere)]).toEqual([false, false])
  await expect(page.getByLabel('Present password')).toHaveValue('')

  const again = await signIn(carillon.url, { email: moved, password: 'eight bells in the tower' })
  await page.reload()
  await page.getByRole('button', { name: 'End the other one' }).click()
  await expect(sessions.getByRole('row')).toHaveCount(2)
  expect(await isSignedIn(again)).toBe(false)
})

test('the theme applies at once, and this browser keeps it', async ({ page, project }) => {
  await page.goto(project.page('/settings/appearance'))
  const themes = page.getByRole('main').getByRole('radiogroup', { name: 'Theme' })
  await themes.getByRole('radio', { name: /^Dark/ }).check()
  const html = page.locator('html')
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).uncheck()
  await page.reload()
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await expect(themes.getByRole('radio', { name: /^Dark/ })).toBeChecked()
  await expect(page.getByRole('switch', { name: 'Single-key shortcuts' })).not.toBeChecked()
  await page.locator('body').press('g')
  await page.locator('body').press('m')
  await expect(heading(page, 'Appearance')).toBeVisible()
  await themes.getByRole('radio', { name: /^Light/ }).check()
  await expect(html).not.toHaveAttribute('data-theme', 'dark')
})

test('files are uploaded into a bucket, at once and in pieces, looked at and deleted', async ({
  page,
  project,
}) => {
  await page.goto(project.page('/settings/files'))
  await expect(page.getByText('No buckets yet')).toBeVisible()
  await page.keyboard.press('c')
  await page.getByRole('textbox', { name: 'Name' }).fill('Pictures')
  await page.getByRole('textbox', { name: 'Largest file' }).fill('50')
  await page.getByRole('textbox', { name: 'ID' }).fill('pictures')
  await page.getByRole('button', { name: 'Add bucket' }).click()
  await expect(page.getByText('Largest file must be a number up to 30')).toBeVisible()
  await page.getByRole('textbox', { name: 'Largest file' }).fill('12')
  await page.getByRole('textbox', { name: 'Kinds of files' }).fill('.txt, png')
  await page.getByRole('radio', { name: /^Signed-in people read\s*Whoever/ }).check()
  await page.getByRole('button', { name: 'Add bucket' }).click()
  await expect(heading(page, 'Pictures')).toBeVisible()
  expect(await project.call('GET', '/storage/buckets/pictures')).toMatchObject({
    maximumFileSize: 12_000_000,
    allowedFileExtensions: ['txt', 'png'],
    $permissions: ['read("users")'],
  })

  const bells = Buffer.from('ding dong '.repeat(1_100_000))
  await page.getByLabel('Upload files').setInputFiles([
    { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('We ring at nine.') },
    { name: 'virus.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('x') },
    { name: 'bells.txt', mimeType: 'text/plain', buffer: bells },
  ])
  const uploads = page.getByRole('list', { name: 'Uploads' })
  await expect(uploads.getByText('The bucket takes only txt, png.')).toBeVisible()
  const files = page.getByRole('table', { name: 'Files' })
  await expect(files.getByRole('row', { name: /bells\.txt/ })).toContainText('11 MB')
  await expect(files.getByRole('row', { name: /note\.txt/ })).toContainText('text/plain')
  await page.getByRole('button', { name: 'Put virus.exe aside' }).click()
  await expect(uploads).toBeHidden()
  const { files: stored } = await project.call<{ files: { name: string; signature: string }[] }>(
    'GET',
    '/storage/buckets/pictures/files',
  )
  expect(stored).toContainEqual(
    expect.objectContaining({ name: 'bells.txt', chunksTotal: 3, signature: md5(bells) }),
  )

  const opened = page.waitForEvent('popup')
  await files.getByRole('link', { name: 'note.txt' }).click()
  await expect((await opened).getByText('We ring at nine.')).toBeVisible()
  const download = page.waitForEvent('download')
  await choose(files.getByRole('row', { name: /bells\.txt/ }), 'Download')
  expect((await download).suggestedFilename()).toBe('bells.txt')

  await page.getByRole('textbox', { name: 'Search files' }).fill('bells')
  await expect(files.getByRole('row', { name: /note/ })).toBeHidden()
  await choose(files.getByRole('row', { name: /bells\.txt/ }), 'Delete')
  await page
    .getByRole('alertdialog', { name: 'Delete “bells.txt”?' })
    .getByRole('button', { name: 'Delete file' })
    .click()
  await expect(page.getByText('No file is called “bells”')).toBeVisible()

  await page.getByRole('link', { name: 'Limits and access' }).click()
  await page.getByRole('textbox', { name: 'Kinds of files' }).fill('')
  await page.getByRole('radio', { name: /^Something else/ }).check()
  await page.getByRole('textbox', { name: 'Permissions' }).fill('read(anybody)')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('“read(anybody)” is not')).toBeVisible()
  await page.getByRole('textbox', { name: 'Permissions' }).fill('read("team:ringers")')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('“Pictures” is saved')).toBeVisible()

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete bucket' }).click()
  await page
    .getByRole('alertdialog', { name: 'Delete “Pictures”?' })
    .getByRole('button', { name: 'Delete “Pictures” and 1 file' })
    .click()
  await expect(page.getByText('No buckets yet')).toBeVisible()
})

test('an upload that the server refuses says why, and can be tried again', async ({ page, project }) => {
  allowRefusals(page, 404)
  await project.call('POST', '/storage/buckets', { bucketId: 'notes', name: 'Notes' })
  await page.goto(project.page('/settings/files/notes'))
  await expect(page.getByText('No files yet')).toBeVisible()
  await project.call('DELETE', '/storage/buckets/notes')
  const note = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('We ring at nine.') }
  await page.getByLabel('Upload files').setInputFiles(note)
  await expect(page.getByRole('alert')).toBeVisible()
  await project.call('POST', '/storage/buckets', { bucketId: 'notes', name: 'Notes' })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('table', { name: 'Files' }).getByText('note.txt')).toBeVisible()
})

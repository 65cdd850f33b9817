// The settings in all their states.
import { randomUUID } from 'node:crypto'
import { actAs, addAdministrator, addTestProvider, expect, type Project, test } from '../fixtures.ts'
import { expectGoodLooks } from '../looks.ts'
import { expectEveryStateFit, open, openEmpty } from './state.ts'

const anAddress = () => `somebody-${randomUUID().slice(0, 8)}@example.org`

async function addKey(project: Project, more: object = {}): Promise<string> {
  const { $id } = await project.call<{ $id: string }>('POST', `/console/projects/${project.id}/keys`, {
    name: 'Website',
    scopes: ['messages.read', 'messages.write', 'topics.read', 'users.read'],
    ...more,
  })
  return $id
}

async function addBucket(project: Project): Promise<void> {
  await project.call('POST', '/storage/buckets', {
    bucketId: 'pictures',
    name: 'Pictures',
    permissions: ['read("users")'],
    allowedFileExtensions: ['png', 'jpg'],
    maximumFileSize: 10_000_000,
    enabled: false,
  })
}

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const inAWhile = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

expectEveryStateFit({
  'a project’s settings': (page, project) => open(page, project.page('/settings/project'), 'Project'),
  'a project’s settings, choosing a zone': async (page, project) => {
    await open(page, project.page('/settings/project'), 'Project')
    await page.getByRole('combobox', { name: 'Time zone' }).fill('new')
    await expect(page.getByRole('option', { name: /New York/ })).toBeVisible()
  },
  'a project’s settings, with what is wrong': async (page, project) => {
    await open(page, project.page('/settings/project'), 'Project')
    await page.getByRole('textbox', { name: 'Name' }).fill('')
    await page.getByRole('textbox', { name: 'Allowed origins' }).fill('chapel')
    await page.getByRole('textbox', { name: 'Days that activity is kept' }).fill('1')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
  },
  'a project’s settings, about to be left unsaved': async (page, project) => {
    await open(page, project.page('/settings/project'), 'Project')
    await page.getByRole('textbox', { name: 'Name' }).fill('Another name')
    await page.getByRole('link', { name: 'Appearance' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
  },
  'deleting a project': async (page, project) => {
    await open(page, project.page('/settings/project?remove=true'), 'Delete “Chapel”?')
    await expect(page.getByText('0 people')).toBeVisible()
  },
  'the settings of sending, nothing sends': async (page, project) => {
    await open(page, project.page('/settings/sending'), 'Sending')
    await expect(page.getByText('None is on: nothing can be sent').first()).toBeVisible()
  },
  'the settings of sending, with what is wrong': async (page, project) => {
    await addTestProvider(project)
    await open(page, project.page('/settings/sending'), 'Sending')
    await expect(page.getByText('reaches nobody')).toBeVisible()
    await page.getByRole('textbox', { name: 'Undo window' }).fill('an hour')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByText('must be a whole number')).toBeVisible()
  },
  'API keys, none yet': (page, project) => openEmpty(page, project.page('/settings/keys'), 'No API keys yet'),
  'API keys': async (page, project) => {
    await addKey(project)
    await addKey(project, {
      name: 'The reporting job that runs every Sunday night',
      expiresAt: inAWhile(3),
    })
    await addKey(project, { name: 'Later', expiresAt: inAWhile(90) })
    await open(page, project.page('/settings/keys'), 'API keys')
    await page
      .getByRole('button', { name: /and 2 more|people/ })
      .first()
      .click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'API keys, the menu of a row': async (page, project) => {
    await addKey(project)
    await open(page, project.page('/settings/keys'), 'API keys')
    await page.getByRole('button', { name: 'Actions for Website' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'adding an API key, with what is wrong': async (page, project) => {
    await open(page, project.page('/settings/keys/new'), 'Add an API key')
    await page.getByRole('checkbox', { name: 'See providers’ secrets' }).check()
    await page.getByRole('checkbox', { name: 'See providers’ secrets' }).uncheck()
    await page.getByRole('combobox', { name: 'Expires' }).selectOption('On a date…')
    await page.getByRole('button', { name: 'Add key' }).click()
    await expect(page.getByRole('alert')).toContainText('3 fields')
  },
  'an API key that shows secrets': async (page, project) => {
    const keyId = await addKey(project, {
      scopes: ['providers.read', 'providers.secrets'],
      expiresAt: inAWhile(30),
    })
    await open(page, project.page(`/settings/keys/${keyId}`), 'Website')
    await expect(page.getByText('Whoever has this key has your mail accounts')).toBeVisible()
  },
  'an API key that is not there': (page, project) =>
    open(page, project.page('/settings/keys/nothing'), 'There is nothing here'),
  'the secret of an API key': async (page, project) => {
    await open(page, project.page('/settings/keys/new'), 'Add an API key')
    await page.getByRole('textbox', { name: 'Name' }).fill('Website')
    await page.getByRole('checkbox', { name: 'Everything' }).check()
    await page.getByRole('button', { name: 'Add key' }).click()
    await expect(page.getByRole('button', { name: 'Copy API key' })).toBeVisible()
  },
  'revoking an API key': async (page, project) => {
    const keyId = await addKey(project)
    await open(page, project.page(`/settings/keys?revoke=${keyId}`), 'Revoke “Website”?')
  },
  'buckets, none yet': (page, project) => openEmpty(page, project.page('/settings/files'), 'No buckets yet'),
  buckets: async (page, project) => {
    await addBucket(project)
    await open(page, project.page('/settings/files'), 'Files')
    await expect(page.getByRole('row', { name: /Pictures/ })).toBeVisible()
  },
  'adding a bucket, with what is wrong': async (page, project) => {
    await open(page, project.page('/settings/files/new'), 'Add a bucket')
    await page.getByRole('textbox', { name: 'Kinds of files' }).fill('a/b')
    await page.getByRole('radio', { name: /^Something else/ }).check()
    await page.getByRole('textbox', { name: 'Permissions' }).fill('anybody')
    await page.getByRole('button', { name: 'Add bucket' }).click()
    await expect(page.getByRole('alert')).toContainText('3 fields')
  },
  'a bucket, no files yet': async (page, project) => {
    await addBucket(project)
    await openEmpty(page, project.page('/settings/files/pictures'), 'No files yet')
  },
  'a bucket with files, and one that is not taken': async (page, project) => {
    await addBucket(project)
    await open(page, project.page('/settings/files/pictures'), 'Pictures')
    await page.getByLabel('Upload files').setInputFiles([
      { name: 'a name as cameras make them, and rather longer.png', mimeType: 'image/png', buffer: png },
      { name: 'letter.doc', mimeType: 'application/msword', buffer: png },
    ])
    await expect(page.getByText('The bucket takes only png, jpg.')).toBeVisible()
    await page.getByRole('button', { name: /^Actions for a name/ }).click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'a bucket, no file found': async (page, project) => {
    await addBucket(project)
    await openEmpty(page, project.page('/settings/files/pictures?q=quartz'), 'No file is called')
  },
  'the limits of a bucket': async (page, project) => {
    await addBucket(project)
    await open(page, project.page('/settings/files/pictures/limits'), 'Pictures')
  },
  'deleting a bucket': async (page, project) => {
    await addBucket(project)
    await open(page, project.page('/settings/files/pictures?deleteBucket=true'), 'Delete “Pictures”?')
    await expect(page.getByText('It is empty.')).toBeVisible()
  },
  administrators: async (page, project) => {
    await project.call('POST', '/console/invitations', { email: anAddress(), role: 'author' })
    await open(page, project.page('/settings/administrators'), 'Administrators')
    await expect(page.getByRole('table', { name: 'Invitations' })).toBeVisible()
  },
  'administrators, the menu of oneself': async (page, project) => {
    await open(page, project.page('/settings/administrators'), 'Administrators')
    await page
      .getByRole('row', { name: /You/ })
      .getByRole('button', { name: /^Actions for/ })
      .click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'inviting, with what is wrong': async (page, project) => {
    await open(page, project.page('/settings/administrators?invite=true'), 'Invite an administrator')
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ada')
    await page.getByRole('button', { name: 'Make the link' }).click()
    await expect(page.getByText('must be an e-mail address')).toBeVisible()
  },
  'the link of an invitation': async (page, project) => {
    await open(page, project.page('/settings/administrators?invite=true'), 'Invite an administrator')
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(anAddress())
    await page.getByRole('button', { name: 'Make the link' }).click()
    await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible()
  },
  'one’s own account': async (page, project) => {
    await open(page, project.page('/settings/account'), 'Your account')
    await expect(page.getByText('This browser')).toBeVisible()
  },
  'one’s own account, with what is wrong': async (page, project) => {
    await open(page, project.page('/settings/account'), 'Your account')
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(anAddress())
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByText('is needed for a new address')).toBeVisible()
    await page.getByLabel('New password').fill('bells')
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(page.getByText('must have at least 8 characters').first()).toBeVisible()
  },
  appearance: (page, project) => open(page, project.page('/settings/appearance'), 'Appearance'),
})

test('what concerns others than oneself is fit for everybody', async ({ page, project, carillon }) => {
  const email = anAddress()
  const theirs = await addAdministrator(carillon, email, 'author')
  const { administrators } = await project.call<{ administrators: { $id: string; email: string }[] }>(
    'GET',
    '/console/administrators',
  )
  const id = administrators.find((one) => one.email === email)?.$id
  await open(page, project.page(`/settings/administrators?role=${id}`), 'Change the role of author')
  await expectGoodLooks(page)
  await open(page, project.page(`/settings/administrators?remove=${id}`), 'Remove author?')
  await expectGoodLooks(page)
  await open(page, project.page(`/settings/administrators?reset=${id}`), 'Make a password link for author?')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible()
  await expectGoodLooks(page)

  await actAs(page, carillon, theirs)
  await open(page, project.page('/settings/keys'), 'API keys')
  await expect(page.getByText('This page is for owners')).toBeVisible()
  await expectGoodLooks(page)
  await open(page, project.page('/settings/project'), 'Project')
  await expect(page.getByText('Only owners change it.')).toBeVisible()
  await expectGoodLooks(page)
  await addBucket(project)
  await open(page, project.page('/settings/files/pictures/limits'), 'Pictures')
  await expect(page.getByText('Editors and owners change it.')).toBeVisible()
  await expectGoodLooks(page)
  await page.getByRole('link', { name: 'Project', exact: true }).click()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Settings: Project' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expectGoodLooks(page)
})

// One message after it was sent: who got it, who did not, and what can be done about it.
import { addPerson, addTestProvider, createEmail, expect, rowsOf, test, untilDone } from './fixtures.ts'

test('what failed is shown with its reason, and goes out when it is retried', async ({ page, project }) => {
  await addTestProvider(project, { failureRate: 1, failure: 'timeout' })
  await addPerson(project, 'ada', 'Ada Lovelace')
  const messageId = await createEmail(project)
  await untilDone(project, messageId)

  await page.goto(project.page(`/messages/${messageId}`))
  await expect(page.getByRole('button', { name: 'Send again 1 in doubt' })).toBeVisible()
  await page.getByRole('link', { name: /^Deliveries/ }).click()
  const rows = () => rowsOf(page.getByRole('table', { name: 'Deliveries' }))
  await expect.poll(rows).toMatchObject([{ Recipient: 'ada@example.org', State: 'In doubt' }])

  await project.call('PATCH', '/messaging/providers/inbox/test', { failureRate: 0 })
  await page.getByRole('button', { name: 'Send again 1 in doubt' }).click()
  await page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByRole('button', { name: 'Send to 1 recipient' })
    .click()
  await expect.poll(rows).toMatchObject([{ Recipient: 'ada@example.org', State: 'Sent' }])
})

test('a refused recipient does not stop the others', async ({ page, project }) => {
  await addTestProvider(project)
  for (const [id, name] of [
    ['ada', 'Ada Lovelace'],
    ['grace', 'Grace Hopper'],
  ] as const) {
    await addPerson(project, id, name)
  }
  await project.call('POST', '/messaging/providers/inbox', {
    providerId: 'refusing',
    name: 'Refuses',
    type: 'email',
    enabled: true,
    failureRate: 1,
  })
  await project.call('POST', '/users/grace/targets', {
    targetId: 'grace-work',
    providerType: 'email',
    identifier: 'grace@work.example.org',
    providerId: 'refusing',
  })
  const messageId = await createEmail(project, { users: ['ada', 'grace'] })
  await untilDone(project, messageId)

  await page.goto(project.page(`/messages/${messageId}`))
  await expect(page.getByRole('main')).toContainText('Partly sent')
  await page.getByRole('link', { name: 'See who' }).click()
  await expect
    .poll(() => rowsOf(page.getByRole('table', { name: 'Deliveries' })))
    .toMatchObject([{ Recipient: 'grace@work.example.org', State: 'Failed' }])
})

test('a deleted message is gone from the list', async ({ page, project }) => {
  await addPerson(project, 'ada', 'Ada Lovelace')
  await createEmail(project, { draft: true })
  await page.goto(project.page('/messages'))

  await page
    .getByRole('row', { name: /Bell practice/ })
    .getByRole('button')
    .click()
  await page.getByRole('menuitem', { name: /Delete/ }).click()
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: /^Delete/ })
    .click()
  await expect(page.getByText('No messages yet')).toBeVisible()
})

// One message after it was sent: who got it, who did not, and what can be done about it.
import { addPerson, addTestProvider, createEmail, expect, rowsOf, test, untilDone } from './fixtures.ts'

test('what failed is shown with its reason, and goes out when it is retried', async ({ page, project }) => {
  await addTestProvider(project, { failureRate: 1, failure: 'timeout' })
  await addPerson(project, 'ada', 'Ada Lovelace')
  const messageId = await createEmail(project)
  await untilDone(project, messageId)

  await page.goto(project.page(`/messages/${messageId}`))
  await expect(page.getByRole('button', { name: 'Send again 1 in doubt' })).toBeVisible()
  await page
    .getByRole('navigation', { name: 'Message' })
    .getByRole('link', { name: /^Deliveries/ })
    .click()
  const rows = () => rowsOf(page.getByRole('table', { name: 'Deliveries' }))
  await expect
    .poll(rows)
    .toMatchObject([{ Recipient: expect.stringContaining('ada@example.org'), State: 'In doubt' }])

  await project.call('PATCH', '/messaging/providers/inbox/test', { failureRate: 0 })
  await page.getByRole('button', { name: 'Send again 1 in doubt' }).click()
  await page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByRole('button', { name: 'Send to 1 recipient' })
    .click()
  await expect
    .poll(rows)
    .toMatchObject([{ Recipient: expect.stringContaining('ada@example.org'), State: 'Sent' }])
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
    .toMatchObject([{ Recipient: expect.stringContaining('grace@work.example.org'), State: 'Failed' }])
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

for (const { type, word, body, says } of [
  {
    type: 'sms',
    word: 'SMS',
    body: { content: 'Practice is at eight – be there' },
    says: /Fits into 1 SMS: 31 of 70 characters\. “–” is not in the alphabet/,
  },
  {
    type: 'push',
    word: 'push notification',
    body: { title: 'The bells are up', body: 'In ten minutes', data: { bell: 3 } },
    says: /"bell": 3/,
  },
] as const) {
  test(`a draft of type ${type} is scheduled, taken back, sent and deleted as an e-mail is`, async ({
    page,
    project,
  }) => {
    await addTestProvider(project, { name: 'Catcher', type })
    await project.call('POST', '/users', { userId: 'ada', name: 'Ada Lovelace', phone: '+4930901820' })
    if (type === 'push') {
      await project.call('POST', '/users/ada/targets', {
        targetId: 'pixel',
        providerType: 'push',
        identifier: 't0ken',
        name: 'Pixel',
      })
    }
    const { $id } = await project.call<{ $id: string }>('POST', `/messaging/messages/${type}`, {
      messageId: 'unique()',
      users: ['ada'],
      draft: true,
      ...body,
    })
    await page.goto(project.page(`/messages/${$id}`))
    const main = page.getByRole('main')
    await expect(main).toContainText('not written in the console yet')
    await expect(main).toContainText(says)
    await expect(main.getByText('1 recipient')).toBeVisible()
    await expect(page.getByRole('link', { name: /^Edit/ })).toBeHidden()

    await page.getByRole('button', { name: 'Schedule…' }).click()
    await page.getByLabel('Date').fill('2020-01-01')
    await page.getByRole('button', { name: 'Review the schedule' }).click()
    await expect(page.getByText('Time must be in the future')).toBeVisible()
    await page.getByLabel('Date').fill('2037-06-03')
    await page.getByLabel('Time', { exact: true }).fill('09:00')
    await page.getByRole('button', { name: 'Review the schedule' }).click()
    await expect(page.getByRole('heading', { name: `Schedule this ${word}?` })).toBeVisible()
    await page.getByRole('button', { name: /^Schedule for .*Berlin/ }).click()
    await page.getByRole('button', { name: 'Unschedule' }).click()

    const send = async () => {
      await page.getByRole('button', { name: 'Review and send…' }).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: `Send 1 ${word}` })
        .click()
    }
    await send()
    await main.getByRole('button', { name: 'Undo' }).click()
    await send()
    await main.getByRole('button', { name: 'Send now' }).click()
    await expect(main.getByText('Test inbox: reached nobody').first()).toBeVisible()

    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete message' }).click()
    await expect(page.getByText('No messages yet')).toBeVisible()
  })
}

test('failures are told by cause, retried by cause, and anybody can be asked about', async ({
  page,
  project,
}) => {
  await addTestProvider(project)
  await addTestProvider(project, { providerId: 'refusing', name: 'Refuses', failureRate: 1 })
  await addTestProvider(project, {
    providerId: 'lossy',
    name: 'Loses answers',
    failureRate: 1,
    failure: 'timeout',
  })
  const people = { ada: 'Ada Lovelace', grace: 'Grace Hopper', alan: 'Alan Turing' }
  for (const [id, name] of Object.entries(people)) await addPerson(project, id, name)
  for (const [userId, providerId] of [
    ['ada', 'refusing'],
    ['grace', 'lossy'],
  ] as const) {
    await project.call('POST', `/users/${userId}/targets`, {
      targetId: `${userId}-work`,
      providerType: 'email',
      identifier: `${userId}@work.example.org`,
      providerId,
    })
  }
  const messageId = await createEmail(project, { users: ['ada', 'grace'], providerId: 'test', draft: true })
  await page.goto(project.page(`/messages/${messageId}`))
  const asked = page.getByRole('combobox', { name: 'Name, address or ID' })
  const ask = async (typed: string, offered: string | RegExp = typed) => {
    await asked.fill(typed)
    await expect(page.getByRole('option', { name: offered })).toHaveAttribute('data-active')
    await asked.press('Enter')
  }
  // The field has a status of its own, which tells how much it offers.
  const answer = page.getByRole('region', { name: /^Who/ }).getByRole('status').last()
  await expect(page.getByRole('heading', { name: 'Who would get it?' })).toBeVisible()
  await page.getByRole('button', { name: 'View the list…' }).click()
  await expect(page.getByRole('list', { name: 'Recipients' }).getByRole('listitem')).toHaveText([
    /ada@example\.org.*Ada Lovelace.*through Test e-mail/i,
    /grace@example\.org/,
    /ada@work\.example\.org.*Ada Lovelace.*through Refuses/i,
    /grace@work\.example\.org/,
  ])
  await page.getByRole('button', { name: 'Close the list' }).click()
  await project.call('PATCH', '/users/grace/status', { status: false })
  await ask('hop', 'Grace Hopper')
  await expect(answer.getByText('Would get it')).toHaveCount(2)
  await expect(answer).toContainText('it keeps them from signing in, and no message from them')
  await expect(page.getByRole('button', { name: 'Remove Grace Hopper' })).toBeVisible()
  await ask('alan', 'Alan Turing')
  await expect(answer).toContainText('Not for them')

  await project.call('POST', `/messaging/messages/${messageId}/send`, { inSeconds: 0 })
  await untilDone(project, messageId)
  await page.reload()
  // What was asked is in the address, and is answered anew.
  await expect(page.getByRole('heading', { name: 'Who got it?' })).toBeVisible()
  await expect(answer).toContainText('Not for them')
  await ask('Ada@work.example.org')
  await expect(answer).toContainText('It failed')
  await answer.getByRole('link', { name: 'Open the delivery' }).click()
  await expect(page.getByRole('dialog').getByText('Refused for good', { exact: true })).toBeVisible()
  await page.goBack()

  const causes = page.getByRole('region', { name: 'What went wrong' }).getByRole('listitem')
  await expect(causes).toHaveCount(2)
  await expect(causes.first()).toContainText('ada@work.example.org')
  await expect(causes.last()).toContainText('it may have arrived')
  await project.call('PATCH', '/messaging/providers/inbox/refusing', { failureRate: 0 })
  await causes.first().getByRole('button', { name: 'Retry this one…' }).click()
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await dialog.getByRole('checkbox', { name: /try it all the same/ }).check()
  await dialog.getByRole('button', { name: 'Retry 1 failed' }).click()
  await expect(causes).toHaveCount(1)
  await causes.getByRole('link', { name: 'Show it in the deliveries' }).click()
  await expect
    .poll(() => rowsOf(page.getByRole('table', { name: 'Deliveries' })))
    .toMatchObject([{ Recipient: expect.stringContaining('grace@work.example.org'), State: 'In doubt' }])
})

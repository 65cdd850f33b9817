// The list of messages and one message, in all their states.
import type { Page } from '@playwright/test'
import { addPerson, addTestProvider, createEmail, expect, type Project, untilDone } from '../fixtures.ts'
import { allowRefusals } from '../quiet-console.ts'
import { expectEveryStateFit, open, openDraft, openEmpty, withAda } from './state.ts'

async function openSent(page: Page, project: Project, path = ''): Promise<string> {
  await withAda(project)
  const messageId = await createEmail(project)
  await untilDone(project, messageId)
  await open(page, project.page(`/messages/${messageId}${path}`), 'Bell practice')
  return messageId
}

async function openFailed(page: Page, project: Project, path = ''): Promise<void> {
  await addTestProvider(project, { failureRate: 1 })
  await addPerson(project, 'ada', 'Ada Lovelace')
  const messageId = await createEmail(project)
  await untilDone(project, messageId)
  await open(page, project.page(`/messages/${messageId}${path}`), 'Bell practice')
}

async function openShort(page: Page, project: Project, type: 'sms' | 'push'): Promise<void> {
  await addTestProvider(project, { type })
  await project.call('POST', '/users', { userId: 'ada', name: 'Ada Lovelace', phone: '+4930901820' })
  const content = {
    sms: { content: 'Practice is at eight – be there' },
    push: { title: 'The bells are up', body: 'In ten minutes', action: 'app://practice', data: { bell: 3 } },
  }
  const { $id } = await project.call<{ $id: string }>('POST', `/messaging/messages/${type}`, {
    ...{ messageId: 'unique()', users: ['ada'], draft: true },
    ...content[type],
  })
  await open(page, project.page(`/messages/${$id}`), /Practice|bells/)
  await expect(page.getByText('not written in the console yet')).toBeVisible()
}

/** Takes its time with the last of many, so that it can be watched. */
async function openSending(page: Page, project: Project): Promise<void> {
  await addTestProvider(project, { latencyMs: 60_000 })
  await addPerson(project, 'ada', 'Ada Lovelace')
  const messageId = await createEmail(project)
  await open(page, project.page(`/messages/${messageId}`), 'Bell practice')
  await expect(page.getByText(/^Sending \d/).first()).toBeVisible()
}

async function openList(page: Page, project: Project): Promise<void> {
  await withAda(project)
  await createEmail(project, { draft: true, description: 'The long internal name of a message about bells' })
  await createEmail(project, { scheduledAt: '2037-06-03T09:00:00Z', timeZone: 'Europe/Berlin' })
  await untilDone(project, await createEmail(project))
  await project.call('PATCH', '/messaging/providers/inbox/test', { failureRate: 1 })
  await untilDone(project, await createEmail(project))
  await open(page, project.page('/messages'), 'Messages')
  await expect(page.getByRole('link', { name: /Bell practice/ }).first()).toBeVisible()
}

expectEveryStateFit({
  'messages, none yet': (page, project) => openEmpty(page, project.page('/messages'), 'No messages yet'),
  messages: openList,
  'messages, none found': async (page, project) => {
    await openList(page, project)
    await page.getByRole('textbox', { name: 'Search messages' }).fill('quartz')
    await expect(page.getByText('No message matches')).toBeVisible()
  },
  'messages, choosing states': async (page, project) => {
    await openList(page, project)
    await page.getByRole('button', { name: 'State' }).click()
  },
  'messages, the menu of a row': async (page, project) => {
    await openList(page, project)
    await page
      .getByRole('row', { name: /Bell practice/ })
      .first()
      .getByRole('button')
      .click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'a draft': openDraft,
  'a scheduled message': async (page, project) => {
    await withAda(project)
    const more = { scheduledAt: '2037-06-03T09:00:00Z', timeZone: 'America/New_York' }
    await open(page, project.page(`/messages/${await createEmail(project, more)}`), 'Bell practice')
    await expect(page.getByRole('button', { name: 'Unschedule' })).toBeVisible()
  },
  'a message that is being sent': openSending,
  'cancelling the rest': async (page, project) => {
    await openSending(page, project)
    await page.getByRole('button', { name: /^Cancel the rest/ }).click()
    await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toBeVisible()
  },
  'a sent message': async (page, project) => void (await openSent(page, project)),
  'its deliveries': async (page, project) => void (await openSent(page, project, '/deliveries')),
  'one delivery': async (page, project) => {
    await openSent(page, project, '/deliveries')
    await page.getByRole('link', { name: 'ada@example.org' }).click()
    await expect(page.getByRole('link', { name: 'Look at what arrived' })).toBeVisible()
  },
  'its activity': async (page, project) => void (await openSent(page, project, '/activity')),
  'a failed message': openFailed,
  'a failed delivery': async (page, project) => {
    await openFailed(page, project, '/deliveries')
    await page.getByRole('link', { name: 'ada@example.org' }).click()
    await expect(page.getByRole('heading', { name: 'Attempts' })).toBeVisible()
  },
  'retrying what failed': async (page, project) => {
    await openFailed(page, project)
    await page.getByRole('button', { name: 'Retry 1 failed' }).click()
    await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toBeVisible()
  },
  'what went wrong with a message': async (page, project) => {
    await openFailed(page, project)
    await expect(page.getByRole('button', { name: 'Retry this one…' })).toBeVisible()
  },
  'retrying one cause': async (page, project) => {
    await openFailed(page, project)
    await page.getByRole('button', { name: 'Retry this one…' }).click()
    await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toBeVisible()
  },
  'asking who got a message': async (page, project) => {
    await openSent(page, project, '?who=ada')
    await expect(page.getByRole('link', { name: 'Open the delivery' })).toBeVisible()
  },
  'asking about nobody': async (page, project) => {
    await openSent(page, project, '?who=nobody@example.org')
    await expect(page.getByText('Nobody known')).toBeVisible()
  },
  'asking who would get a draft': async (page, project) => {
    await withAda(project)
    const messageId = await createEmail(project, { draft: true })
    await open(page, project.page(`/messages/${messageId}?who=ada`), 'Who would get it?')
    await expect(page.getByText('Would get it', { exact: true })).toBeVisible()
  },
  'the list of whom a draft would reach': async (page, project) => {
    await openDraft(page, project)
    await page.getByRole('button', { name: 'View the list…' }).click()
    await expect(page.getByRole('list', { name: 'Recipients' })).toBeVisible()
  },
  'a draft of an SMS': (page, project) => openShort(page, project, 'sms'),
  'scheduling an SMS': async (page, project) => {
    await openShort(page, project, 'sms')
    await page.getByRole('button', { name: 'Schedule…' }).click()
    await page.getByLabel('Date').fill('2020-01-01')
    await page.getByRole('button', { name: 'Review the schedule' }).click()
    await expect(page.getByText('Time must be in the future')).toBeVisible()
  },
  'reviewing an SMS': async (page, project) => {
    await openShort(page, project, 'sms')
    await page.getByRole('button', { name: 'Review and send…' }).click()
    await expect(page.getByRole('button', { name: 'Send 1 SMS' })).toBeVisible()
  },
  'a draft of a push notification': (page, project) => openShort(page, project, 'push'),
  'a message that is not there': (page, project) => {
    allowRefusals(page, 404)
    return open(page, project.page('/messages/no-such-message'), 'There is nothing here')
  },
})

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
  'a message that is not there': (page, project) => {
    allowRefusals(page, 404)
    return open(page, project.page('/messages/no-such-message'), 'There is nothing here')
  },
})

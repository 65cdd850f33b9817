// The calendar in all its states.
import type { Page } from '@playwright/test'
import { createEmail, expect, type Project, untilDone } from '../fixtures.ts'
import { expectEveryStateFit, open, withAda } from './state.ts'

/** One day with more than its cell holds, and all states that a message comes to soon. */
async function fill(project: Project): Promise<void> {
  await withAda(project)
  await untilDone(project, await createEmail(project))
  await project.call('PATCH', '/messaging/providers/inbox/test', { failureRate: 1 })
  await untilDone(project, await createEmail(project, { description: 'The long internal name of a message' }))
  await project.call('PATCH', '/messaging/providers/inbox/test', { failureRate: 0, latencyMs: 60_000 })
  await createEmail(project)
  const inMinutes = new Date(Date.now() + 90_000).toISOString()
  for (let count = 0; count < 3; count++) await createEmail(project, { scheduledAt: inMinutes })
}

async function openFilled(page: Page, project: Project, search = ''): Promise<void> {
  await fill(project)
  await open(page, project.page(`/calendar${search}`), 'Calendar')
  await expect(page.getByText(/^\d+ messages$/)).toBeVisible()
}

expectEveryStateFit({
  'calendar, nothing yet': async (page, project) => {
    await open(page, project.page('/calendar'), 'Calendar')
    await expect(page.getByText('No messages', { exact: true })).toBeVisible()
  },
  calendar: openFilled,
  'calendar, a week': (page, project) => openFilled(page, project, '?view=week'),
  'calendar, a day': (page, project) => openFilled(page, project, '?view=day'),
  'calendar, an agenda': (page, project) => openFilled(page, project, '?view=agenda'),
  'calendar, a message': async (page, project) => {
    await openFilled(page, project)
    await page
      .getByRole('gridcell')
      .getByRole('button', { name: /Bell practice/ })
      .first()
      .click()
    await expect(page.getByRole('dialog', { name: 'Bell practice' })).toBeVisible()
  },
  'calendar, choosing channels': async (page, project) => {
    await openFilled(page, project)
    await page.getByRole('button', { name: 'Channel' }).click()
    await expect(page.getByRole('checkbox', { name: 'SMS' })).toBeVisible()
  },
  'calendar, none found': async (page, project) => {
    await open(page, project.page('/calendar?view=agenda&channel=["sms"]'), 'Calendar')
    await expect(page.getByText('No message fits the filters')).toBeVisible()
  },
})

// The composer in all its states.
import type { Page } from '@playwright/test'
import { expect, type Project } from '../fixtures.ts'
import { expectEveryStateFit, open, openDraft, withAda } from './state.ts'

async function openComposer(page: Page, project: Project): Promise<void> {
  await withAda(project)
  await open(page, project.page('/messages/new/email'), 'New e-mail')
}

expectEveryStateFit({
  composer: openComposer,
  'composer, with problems': async (page, project) => {
    await openComposer(page, project)
    await page.getByRole('button', { name: 'Review and send' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'need another look' })).toBeVisible()
  },
  'composer, choosing people': async (page, project) => {
    await openComposer(page, project)
    await page.getByRole('combobox', { name: 'People' }).fill('Ada')
    await expect(page.getByRole('option', { name: /Ada/ })).toBeVisible()
  },
  'composer, copies and a time': async (page, project) => {
    await openComposer(page, project)
    await page.getByText('Cc and Bcc').click()
    await page.getByRole('radio', { name: 'At a date and time' }).check()
    await page.getByLabel('Date', { exact: true }).fill('2037-06-03')
    await page.getByLabel('Time zone').selectOption('America/New_York')
  },
  'composer, an hour that the clocks skip': async (page, project) => {
    await openComposer(page, project)
    await page.getByRole('radio', { name: 'At a date and time' }).check()
    await page.getByLabel('Date', { exact: true }).fill('2037-03-29')
    await page.getByLabel('Time', { exact: true }).fill('02:30')
    await page.getByLabel('Time zone').selectOption('Europe/Berlin')
  },
  'composer, adding a person': async (page, project) => {
    await openComposer(page, project)
    await page.getByRole('button', { name: 'Add a person' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a person' })
    await dialog.getByRole('button', { name: 'Add person' }).click()
    await expect(dialog.getByLabel('E-mail address')).toHaveAttribute('aria-invalid', 'true')
  },
  'composer, turning text into HTML': async (page, project) => {
    await openComposer(page, project)
    await page.getByRole('textbox', { name: 'Content' }).fill('We ring at nine.')
    await page.getByRole('radio', { name: 'HTML' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'composer, leaving': async (page, project) => {
    await openComposer(page, project)
    await page.getByRole('textbox', { name: 'Subject' }).fill('Bell practice')
    await page.getByRole('link', { name: 'Test inbox', exact: true }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
  },
  'review before sending': async (page, project) => {
    await openDraft(page, project)
    await page.getByRole('button', { name: 'Review and send' }).click()
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Send 1 e-mail' })).toBeVisible()
  },
})

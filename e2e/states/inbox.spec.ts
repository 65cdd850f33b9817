// The test inbox in all its states.
import type { Page } from '@playwright/test'
import { createEmail, expect, type Project, untilDone } from '../fixtures.ts'
import { expectEveryStateFit, open, openEmpty, withAda } from './state.ts'

async function openInbox(page: Page, project: Project): Promise<void> {
  await withAda(project)
  await untilDone(
    project,
    await createEmail(project, { html: true, content: '<h1>Practice</h1><p>At nine.</p>' }),
  )
  await open(page, project.page('/inbox'), 'Test inbox')
  await expect(page.getByRole('link', { name: 'Bell practice' })).toBeVisible()
}

async function openItem(page: Page, project: Project, tab: string): Promise<void> {
  await openInbox(page, project)
  await page.getByRole('link', { name: 'Bell practice' }).click()
  await page.getByRole('tab', { name: tab }).click()
  await expect(page.getByRole('tabpanel')).toBeVisible()
}

expectEveryStateFit({
  'test inbox, nothing yet': (page, project) =>
    openEmpty(page, project.page('/inbox'), 'Nothing has come in yet'),
  'test inbox': openInbox,
  'test inbox, emptying it': async (page, project) => {
    await openInbox(page, project)
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: /Delete all/ }).click()
    await expect(page.getByRole('button', { name: 'Delete 1 item' })).toBeVisible()
  },
  'a caught e-mail, rendered': (page, project) => openItem(page, project, 'Rendered'),
  'a caught e-mail, as text': (page, project) => openItem(page, project, 'Text'),
  'the headers of a caught e-mail': (page, project) => openItem(page, project, 'Headers'),
  'the source of a caught e-mail': (page, project) => openItem(page, project, 'Source'),
})

// Who got what across messages, of a person and of a provider, in all their states.
import type { Page } from '@playwright/test'
import { addPerson, addTestProvider, createEmail, expect, type Project, untilDone } from '../fixtures.ts'
import { allowRefusals } from '../quiet-console.ts'
import { expectEveryStateFit, open, openEmpty } from './state.ts'

/** Something sent, something failed for good, and something in doubt. */
async function fill(project: Project): Promise<void> {
  const providers = [
    { providerId: 'test', name: 'Test e-mail' },
    { providerId: 'refusing', name: 'Refuses everybody', failureRate: 1 },
    { providerId: 'lossy', name: 'Loses answers', failureRate: 1, failure: 'timeout' },
  ]
  for (const provider of providers) await addTestProvider(project, provider)
  await addPerson(project, 'ada', 'Ada Lovelace')
  await addPerson(project, 'grace', 'Grace Hopper')
  for (const { providerId } of providers) {
    const more = { subject: `A message by ${providerId}`, users: ['ada', 'grace'], providerId }
    await untilDone(project, await createEmail(project, more))
  }
}

async function openList(page: Page, project: Project, path = '/deliveries'): Promise<void> {
  await fill(project)
  await page.goto(project.page(path))
  await expect(page.locator('[data-row-link]').first()).toBeVisible()
}

async function openRow(page: Page, project: Project, status: string): Promise<void> {
  await openList(page, project, `/deliveries?status=["${status}"]`)
  await page.getByRole('link', { name: 'ada@example.org' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
}

const confirmed = (page: Page) => expect(page.getByRole('alertdialog')).toBeVisible()

expectEveryStateFit({
  'deliveries, none yet': (page, project) =>
    openEmpty(page, project.page('/deliveries'), 'Nothing has been sent yet'),
  deliveries: openList,
  'deliveries, none found': (page, project) =>
    openEmpty(page, project.page('/deliveries?q=nobody@example.org'), 'was sent nothing'),
  'deliveries, no filter hit': (page, project) =>
    openEmpty(page, project.page('/deliveries?status=["skipped"]&channel=["sms"]'), 'No delivery fits'),
  'deliveries, filtered by everything': async (page, project) => {
    const filters =
      'status=["sent","failed"]&channel=["email"]&provider=["test","gone"]&code=["x"]&person=ada&message=y&from=2026-01-01'
    await fill(project)
    await openEmpty(page, project.page(`/deliveries?${filters}`), 'No delivery fits')
  },
  'deliveries, a page that is gone': async (page, project) => {
    allowRefusals(page, 400)
    await openEmpty(page, project.page('/deliveries?after=zz-1'), 'This page of the list is gone')
  },
  'deliveries, choosing states': async (page, project) => {
    await openList(page, project)
    await page.getByRole('button', { name: 'State' }).click()
    await expect(page.getByRole('checkbox', { name: 'In doubt' })).toBeVisible()
  },
  'deliveries, choosing a person': async (page, project) => {
    await openList(page, project)
    await page.getByRole('button', { name: 'Person' }).click()
    await page.getByRole('combobox', { name: 'Person' }).fill('a')
    await expect(page.getByRole('option', { name: /Ada/ })).toBeVisible()
  },
  'deliveries, choosing days': async (page, project) => {
    await openList(page, project)
    await page.getByRole('button', { name: 'Started' }).click()
    await expect(page.getByRole('button', { name: '7 days' })).toBeVisible()
  },
  'a delivery that went to the test inbox': async (page, project) => {
    await openRow(page, project, 'sent')
    await expect(page.getByRole('link', { name: 'Look at what arrived' })).toBeVisible()
  },
  'a delivery that failed for good': async (page, project) => {
    await openRow(page, project, 'failed')
    await expect(page.getByText('Refused for good', { exact: true })).toBeVisible()
  },
  'a delivery to an address that is left out': async (page, project) => {
    const suppression = { identifier: 'ada@example.org', providerType: 'email', note: 'She asked for it' }
    await project.call('POST', '/messaging/suppressions', suppression)
    await openRow(page, project, 'skipped')
    await expect(page.getByText('She asked for it')).toBeVisible()
  },
  'a delivery in doubt': (page, project) => openRow(page, project, 'inDoubt'),
  'a delivery that is not there': async (page, project) => {
    allowRefusals(page, 404)
    await openList(page, project, '/deliveries?open=zz-1')
    await expect(page.getByText('This delivery could not be loaded')).toBeVisible()
  },
  'counting one as sent': async (page, project) => {
    await openRow(page, project, 'inDoubt')
    await page.getByRole('button', { name: 'Count as sent' }).click()
    await confirmed(page)
  },
  'retrying one that was refused for good': async (page, project) => {
    await openRow(page, project, 'failed')
    await page.getByRole('button', { name: 'Retry…' }).click()
    await confirmed(page)
    await expect(page.getByRole('checkbox', { name: /try all the same/ })).toBeVisible()
  },
  'the deliveries of a person': (page, project) => openList(page, project, '/people/ada/deliveries'),
  'a person who was sent nothing': async (page, project) => {
    await addPerson(project, 'ada', 'Ada Lovelace')
    await open(page, project.page('/people/ada/deliveries'), 'Ada Lovelace')
    await expect(page.getByText('They were sent nothing yet')).toBeVisible()
  },
  'the deliveries of a provider': (page, project) => openList(page, project, '/providers/lossy/deliveries'),
  'a provider through which nothing went': async (page, project) => {
    await addTestProvider(project)
    await openEmpty(page, project.page('/providers/test/deliveries'), 'Nothing has gone through it yet')
  },
})

// Providers in all their states.
import type { Page } from '@playwright/test'
import { addTestProvider, createEmail, expect, type Project } from '../fixtures.ts'
import { allowRefusals } from '../quiet-console.ts'
import { expectEveryStateFit, open, openEmpty, withAda } from './state.ts'

async function addRelay(project: Project, more: object = {}): Promise<void> {
  await project.call('POST', '/messaging/providers/smtp', {
    providerId: 'relay',
    name: 'The relay of the parish, with a long name',
    host: '127.0.0.1:1',
    username: 'bells',
    password: 'a long secret 1234',
    fromEmail: 'news@example.org',
    enabled: true,
    ...more,
  })
}

async function openList(page: Page, project: Project): Promise<void> {
  await addRelay(project)
  await addTestProvider(project)
  await project.call('POST', '/messaging/providers/twilio', { providerId: 'sms', name: 'Twilio' })
  await project.call('POST', '/messaging/providers/vonage', {
    providerId: 'vonage',
    name: 'Vonage',
    apiKey: 'k',
    apiSecret: 's',
    from: '+14155550123',
    enabled: true,
  })
  await open(page, project.page('/providers'), 'Providers')
  await expect(page.getByRole('link', { name: 'Twilio' })).toBeVisible()
}

async function openRelay(page: Page, project: Project, path = ''): Promise<void> {
  await addRelay(project)
  await withAda(project)
  await createEmail(project, { scheduledAt: '2037-06-03T09:00:00Z', timeZone: 'Europe/Berlin' })
  await open(page, project.page(`/providers/relay${path}`), 'The relay of the parish')
}

expectEveryStateFit({
  'providers, none yet': (page, project) => openEmpty(page, project.page('/providers'), 'No providers yet'),
  providers: openList,
  'providers, filtered': async (page, project) => {
    await openList(page, project)
    await page.getByRole('button', { name: 'Channel' }).click()
    await page.getByRole('checkbox', { name: 'SMS' }).check()
    await expect(page.getByText('Channel:')).toBeVisible()
  },
  'providers, none found': async (page, project) => {
    await openList(page, project)
    await page.getByRole('textbox', { name: 'Search providers' }).fill('quartz')
    await expect(page.getByText('No provider matches')).toBeVisible()
  },
  'providers, none like that': (page, project) =>
    openEmpty(page, project.page('/providers?state=["off"]'), 'No provider is like that'),
  'kinds of providers': (page, project) => open(page, project.page('/providers/new'), 'Add a provider'),
  'a new mail server': (page, project) => open(page, project.page('/providers/new/smtp'), 'Add SMTP'),
  'a new provider that cannot send yet': (page, project) =>
    open(page, project.page('/providers/new/fcm'), 'Add Firebase'),
  'a new test provider, all unfolded': async (page, project) => {
    await open(page, project.page('/providers/new/inbox'), 'Add Test provider')
    await page.getByText('Seldom needed').click()
    await expect(page.getByRole('textbox', { name: 'ID' })).toBeVisible()
  },
  'a new provider with mistakes': async (page, project) => {
    await open(page, project.page('/providers/new/mailgun'), 'Add Mailgun')
    await page.getByRole('textbox', { name: 'Sender address' }).fill('nobody')
    await page.getByRole('checkbox', { name: 'Switch it on at once' }).check()
    await page.getByRole('button', { name: /^Add provider/ }).click()
    await expect(page.getByRole('alert')).toContainText('fields need another look')
  },
  'a connection that does not work': async (page, project) => {
    await open(page, project.page('/providers/new/smtp'), 'Add SMTP')
    await page.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1:1')
    await page.getByRole('button', { name: 'Check connection' }).click()
    await expect(page.getByText('It does not work yet')).toBeVisible()
  },
  'a connection that works': async (page, project) => {
    await open(page, project.page('/providers/new/inbox'), 'Add Test provider')
    await page.getByRole('button', { name: 'Check connection' }).click()
    await expect(page.getByText('It works')).toBeVisible()
  },
  'leaving a new provider behind': async (page, project) => {
    await open(page, project.page('/providers/new/smtp'), 'Add SMTP')
    await page.getByRole('textbox', { name: 'Host' }).fill('mail')
    await page.getByRole('link', { name: 'Kinds of providers' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
  },
  'a kind that is none': (page, project) =>
    open(page, project.page('/providers/new/pigeon'), 'There is nothing here'),
  'a provider': (page, project) => openRelay(page, project),
  'replacing a secret': async (page, project) => {
    await openRelay(page, project)
    await page.getByRole('button', { name: 'Replace Password' }).click()
    await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused()
  },
  'a provider that cannot be on': async (page, project) => {
    await project.call('POST', '/messaging/providers/twilio', { providerId: 'sms', name: 'Twilio' })
    await open(page, project.page('/providers/sms'), 'Twilio')
    await expect(page.getByText('Cannot be on')).toBeVisible()
  },
  'the menu of a provider': async (page, project) => {
    await openRelay(page, project)
    await page.getByRole('button', { name: 'More actions' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'switching a provider off': async (page, project) => {
    await openRelay(page, project)
    await page.getByRole('switch').click()
    await expect(page.getByRole('alertdialog')).toContainText('Bell practice')
  },
  'deleting a provider': async (page, project) => {
    await openRelay(page, project)
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: /^Delete/ }).click()
    await expect(page.getByRole('alertdialog')).toContainText('Bell practice')
  },
  'what will go through it': async (page, project) => {
    await openRelay(page, project, '/upcoming')
    await expect(page.getByRole('link', { name: 'Bell practice' })).toBeVisible()
  },
  'a provider through which nothing will go': async (page, project) => {
    await addRelay(project, { enabled: false })
    await page.goto(project.page('/providers/relay/upcoming'))
    await expect(page.getByText('Nothing is scheduled to go through it')).toBeVisible()
  },
  'its activity': (page, project) => openRelay(page, project, '/activity'),
  'a provider that is not there': (page, project) => {
    allowRefusals(page, 404)
    return open(page, project.page('/providers/no-such-provider'), 'There is nothing here')
  },
})

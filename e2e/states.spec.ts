// Every state of every screen: no violation of WCAG 2.2 AA that axe can see, in light and dark, and nothing that scrolls sideways.
import type { Page } from '@playwright/test'
import { addPerson, addTestProvider, createEmail, expect, type Project, test, untilDone } from './fixtures.ts'
import { expectGoodLooks } from './looks.ts'

type Show = (page: Page, project: Project) => Promise<void>

/** Opens a page and waits for its heading. */
async function open(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible()
}

async function openEmpty(page: Page, path: string, words: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByText(words)).toBeVisible()
}

async function withAda(project: Project): Promise<void> {
  await addTestProvider(project)
  await addPerson(project, 'ada', 'Ada Lovelace')
}

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

async function openDraft(page: Page, project: Project): Promise<void> {
  await withAda(project)
  const messageId = await createEmail(project, { draft: true })
  await open(page, project.page(`/messages/${messageId}`), 'Bell practice')
}

async function openComposer(page: Page, project: Project): Promise<void> {
  await withAda(project)
  await open(page, project.page('/messages/new/email'), 'New e-mail')
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

const signedOut: Record<string, (page: Page) => Promise<void>> = {
  'sign-in': (page) => open(page, '/sign-in', 'Sign in'),
  'sign-in, nothing filled in': async (page) => {
    await open(page, '/sign-in', 'Sign in')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
  },
  'sign-in, refused': async (page) => {
    await open(page, '/sign-in', 'Sign in')
    await page.getByLabel('E-mail address').fill('nobody@example.org')
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
  },
  'set-up, done already': (page) => open(page, '/set-up', 'Carillon is set up'),
  'an address that leads nowhere': (page) => open(page, '/nowhere', 'There is nothing here'),
}

const signedIn: Record<string, Show> = {
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
  shortcuts: async (page, project) => {
    await open(page, project.page('/messages'), 'Messages')
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'the menu of a narrow screen': async (page, project) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open(page, project.page('/messages'), 'Messages')
    await page.getByRole('button', { name: 'Menu' }).click()
    await expect(page.getByRole('dialog', { name: 'Menu' })).toBeVisible()
  },
  'new project': (page) => open(page, '/new-project', /project/i),
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
  'a message that is not there': (page, project) =>
    open(page, project.page('/messages/no-such-message'), 'There is nothing here'),
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
}

test.describe('signed out', () => {
  test.use({ signedIn: false })
  for (const [name, show] of Object.entries(signedOut)) {
    test(`${name} is fit for everybody`, async ({ page }) => {
      await show(page)
      await expectGoodLooks(page)
    })
  }
})

for (const [name, show] of Object.entries(signedIn)) {
  test(`${name} is fit for everybody`, async ({ page, project }) => {
    await show(page, project)
    await expectGoodLooks(page)
  })
}

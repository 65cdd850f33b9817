// People and one person, in all their states.
import type { Page } from '@playwright/test'
import { addPerson, addTestProvider, createEmail, expect, type Project } from '../fixtures.ts'
import { allowRefusals } from '../quiet-console.ts'
import { expectEveryStateFit, open, openEmpty } from './state.ts'

async function addPeople(project: Project): Promise<void> {
  await addPerson(project, 'ada', 'Ada Lovelace')
  await addPerson(
    project,
    'grace',
    'Rear Admiral Grace Brewster Murray Hopper of the United States Navy Reserve',
  )
  await project.call('POST', '/users', { userId: 'number-only', phone: '+14155550100' })
  await addPerson(project, 'blocked', 'Bob Blocked')
  await project.call('PATCH', '/users/blocked/status', { status: false })
  await addTarget(project, { targetId: 'work', providerType: 'email', identifier: 'ada@work.example.org' })
  await addTarget(project, {
    targetId: 'phone',
    providerType: 'push',
    identifier: 'dEv1ce:t0ken',
    name: 'Pixel 9',
  })
}

async function addTarget(project: Project, target: object): Promise<void> {
  await project.call('POST', '/users/ada/targets', target)
}

async function openPeople(page: Page, project: Project, search = ''): Promise<void> {
  await addPeople(project)
  await open(page, project.page(`/people${search}`), 'People')
  if (!search.includes('q='))
    await expect(page.getByRole('row', { name: /Ada|Blocked/, includeHidden: true }).first()).toBeVisible()
}

async function openAda(page: Page, project: Project, path = ''): Promise<void> {
  await addPeople(project)
  await open(page, project.page(`/people/ada${path}`), 'Ada Lovelace')
}

/** A device that the test provider has called dead. */
async function subscribeAda(project: Project): Promise<void> {
  for (const [topicId, name] of [
    ['news', 'News'],
    ['alarms', 'Alarms and everything else that cannot wait until the ringing is over'],
  ] as const) {
    await project.call('POST', '/messaging/topics', { topicId, name })
    await project.call('POST', `/messaging/topics/${topicId}/subscribers`, {
      subscriberId: 'unique()',
      targetId: 'work',
    })
  }
}

const dialogOpen = (page: Page) =>
  expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toBeVisible()

expectEveryStateFit({
  'people, nobody yet': (page, project) => openEmpty(page, project.page('/people'), 'Nobody yet'),
  people: openPeople,
  'people, filtered and ordered': async (page, project) => {
    await openPeople(page, project, '?state=["blocked"]&from=2026-01-01&order=name')
    await expect(page.getByRole('list', { name: 'Active filters' })).toBeVisible()
  },
  'people, none found': async (page, project) => {
    await openPeople(page, project, '?q=quartz')
    await expect(page.getByText('Nobody matches “quartz”')).toBeVisible()
  },
  'people, choosing what they lack': async (page, project) => {
    await openPeople(page, project)
    await page.getByRole('button', { name: 'Without' }).click()
  },
  'people, the menu of a row': async (page, project) => {
    await openPeople(page, project)
    await page.getByRole('button', { name: 'Actions for Ada Lovelace' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'people, a page that is gone': async (page, project) => {
    allowRefusals(page, 400)
    await open(page, project.page('/people?after=nobody'), 'People')
    await expect(page.getByText('This page of the list is gone')).toBeVisible()
  },
  'adding a person': async (page, project) => {
    await open(page, project.page('/people?add=true'), 'Add a person')
    await dialogOpen(page)
  },
  'adding a person, with what is wrong': async (page, project) => {
    await open(page, project.page('/people?add=true'), 'Add a person')
    await page.getByRole('button', { name: 'Choose the ID' }).click()
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ada')
    await page.getByRole('textbox', { name: 'ID' }).fill('-')
    await page.getByRole('button', { name: 'Add person' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
  },
  'changing a person': async (page, project) => {
    await openPeople(page, project, '?edit=ada')
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Ada Lovelace')
  },
  'deleting a person': async (page, project) => {
    await addPeople(project)
    await subscribeAda(project)
    await open(page, project.page('/people/ada?dialog=delete'), 'Ada Lovelace')
    await expect(page.getByRole('button', { name: /2 subscriptions$/ })).toBeVisible()
  },
  'a person': (page, project) => openAda(page, project),
  'a person, the menu': async (page, project) => {
    await openAda(page, project)
    await page.getByRole('button', { name: 'More actions' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'a blocked person without anything': async (page, project) => {
    await project.call('POST', '/users', { userId: 'nobody' })
    await project.call('PATCH', '/users/nobody/status', { status: false })
    await open(page, project.page('/people/nobody'), 'nobody')
    await expect(page.getByText('They are blocked')).toBeVisible()
  },
  'a person who is not there': (page, project) => {
    allowRefusals(page, 404)
    return open(page, project.page('/people/nobody-at-all'), 'There is nothing here')
  },
  'where messages reach a person': async (page, project) => {
    await openAda(page, project, '/targets')
    await expect(page.getByText('ada@example.org').first()).toBeVisible()
  },
  'where messages reach a person, nowhere': async (page, project) => {
    await project.call('POST', '/users', { userId: 'nobody', name: 'Nobody' })
    await openEmpty(page, project.page('/people/nobody/targets'), 'Nothing reaches this person yet')
  },
  'adding a device': async (page, project) => {
    await addTestProvider(project, { type: 'push', name: 'Test push' })
    await openAda(page, project, '/targets?add=true')
    await page.getByRole('radio', { name: 'Push' }).check()
    await expect(page.getByRole('combobox', { name: 'Provider' })).toBeVisible()
  },
  'adding a number, with what is wrong': async (page, project) => {
    await openAda(page, project, '/targets?add=true')
    await page.getByRole('radio', { name: 'SMS' }).check()
    await page.getByRole('textbox', { name: 'Phone number' }).fill('0171')
    await page.getByRole('button', { name: 'Add number' }).click()
    await expect(page.getByText('must begin with +')).toBeVisible()
  },
  'changing an address': async (page, project) => {
    await openAda(page, project, '/targets?change=work')
    await dialogOpen(page)
  },
  'deleting an address': async (page, project) => {
    await addPeople(project)
    await subscribeAda(project)
    await open(page, project.page('/people/ada/targets?remove=work'), 'Ada Lovelace')
    await expect(page.getByRole('button', { name: /2 subscriptions$/ })).toBeVisible()
  },
  'subscriptions, none yet': async (page, project) => {
    await addPeople(project)
    await openEmpty(page, project.page('/people/ada/subscriptions'), 'In no topic yet')
  },
  subscriptions: async (page, project) => {
    await addPeople(project)
    await subscribeAda(project)
    await open(page, project.page('/people/ada/subscriptions'), 'Ada Lovelace')
    await expect(page.getByRole('row', { name: /News/ })).toBeVisible()
  },
  'adding to topics': async (page, project) => {
    await addPeople(project)
    await subscribeAda(project)
    await open(page, project.page('/people/ada/subscriptions?add=true'), 'Ada Lovelace')
    await page.getByRole('combobox', { name: 'Topics' }).click()
    await expect(page.getByRole('option', { name: 'News' })).toBeVisible()
  },
  'what is to come, nothing': async (page, project) => {
    await addPeople(project)
    await openEmpty(page, project.page('/people/ada/upcoming'), 'Nothing is scheduled for them')
  },
  'what is to come': async (page, project) => {
    await addPeople(project)
    await subscribeAda(project)
    await createEmail(project, {
      subject: 'The quarterly letter to all who ever rang a bell in this tower, and their friends',
      topics: ['news', 'alarms'],
      scheduledAt: '2037-06-03T09:00:00Z',
    })
    await open(page, project.page('/people/ada/upcoming'), 'Ada Lovelace')
    await expect(page.getByRole('row', { name: /quarterly letter/ })).toBeVisible()
  },
})

// Topics and their subscribers, in all their states.
import type { Page } from '@playwright/test'
import { addPerson, addTestProvider, createEmail, expect, type Project } from '../fixtures.ts'
import { allowRefusals } from '../quiet-console.ts'
import { expectEveryStateFit, open, openEmpty } from './state.ts'

async function addTopics(project: Project): Promise<void> {
  for (const topic of [
    { topicId: 'news', name: 'News', description: 'The quarterly letter, and what cannot wait for it' },
    {
      topicId: 'alarms',
      name: 'Alarms and everything else that cannot wait until the ringing in all of the towers is over',
      subscribe: ['label:steward', 'team:tower/captain', 'user:ada'],
    },
    { topicId: 'closed', name: 'Closed', subscribe: [] },
  ]) {
    await project.call('POST', '/messaging/topics', topic)
  }
}

async function addSubscribers(project: Project): Promise<void> {
  await addTopics(project)
  await addPerson(project, 'ada', 'Ada Lovelace')
  await addPerson(
    project,
    'grace',
    'Rear Admiral Grace Brewster Murray Hopper of the United States Navy Reserve',
  )
  await project.call('POST', '/users', { userId: 'number-only', phone: '+14155550100' })
  await project.call('POST', '/users/ada/targets', {
    targetId: 'phone',
    providerType: 'push',
    identifier: 'dEv1ce:t0ken',
    name: 'Pixel 9',
  })
  await project.call('POST', '/messaging/topics/news/subscribers', {
    subscriberId: 'of-ada',
    targetId: 'phone',
  })
  await project.call('POST', '/messaging/topics/news/subscribers/batch', {
    add: [
      { subscriberId: 'of-grace', identifier: 'grace@example.org' },
      { identifier: 'ada@example.org' },
      { identifier: '+14155550100' },
    ],
  })
}

async function openTopics(page: Page, project: Project, search = ''): Promise<void> {
  await addTopics(project)
  await open(page, project.page(`/topics${search}`), 'Topics')
  if (!search.includes('q='))
    await expect(page.getByRole('row', { name: /Alarms/, includeHidden: true })).toBeVisible()
}

async function openNews(page: Page, project: Project, path = ''): Promise<void> {
  await addSubscribers(project)
  await open(page, project.page(`/topics/news${path}`), 'News')
  if (path.startsWith('/subscribers') && !path.includes('q='))
    await expect(page.getByRole('row', { name: /Pixel 9/, includeHidden: true })).toBeVisible()
}

const inTime = { scheduledAt: '2037-06-03T09:00:00Z', topics: ['news'] }

expectEveryStateFit({
  'topics, none yet': (page, project) => openEmpty(page, project.page('/topics'), 'No topics yet'),
  topics: openTopics,
  'topics, filtered and ordered': async (page, project) => {
    await openTopics(page, project, '?reach=["nobody"]&open=["roles"]&from=2026-01-01&order=-created')
    await expect(page.getByRole('list', { name: 'Active filters' })).toBeVisible()
  },
  'topics, none found': async (page, project) => {
    await openTopics(page, project, '?q=quartz')
    await expect(page.getByText('No topic matches “quartz”')).toBeVisible()
  },
  'topics, choosing who may subscribe': async (page, project) => {
    await openTopics(page, project)
    await page.getByRole('button', { name: 'Who may subscribe' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'topics, the menu of a row': async (page, project) => {
    await openTopics(page, project)
    await page.getByRole('button', { name: 'Actions for News' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'topics, a page that is gone': async (page, project) => {
    allowRefusals(page, 400)
    await open(page, project.page('/topics?after=nothing'), 'Topics')
    await expect(page.getByText('This page of the list is gone')).toBeVisible()
  },
  'adding a topic': async (page, project) => {
    await open(page, project.page('/topics?add=true'), 'Add a topic')
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  },
  'adding a topic, with what is wrong': async (page, project) => {
    await open(page, project.page('/topics?add=true'), 'Add a topic')
    await page.getByRole('button', { name: 'Choose the ID' }).click()
    await page.getByRole('textbox', { name: 'ID' }).fill('-')
    await page.getByRole('radio', { name: 'Particular roles' }).check()
    await page.getByRole('combobox', { name: 'Roles' }).fill('everybody')
    await page.getByRole('button', { name: 'Add topic' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
  },
  'changing a topic': async (page, project) => {
    await openTopics(page, project, '?edit=alarms')
    await expect(page.getByRole('radio', { name: 'Particular roles' })).toBeChecked()
    await page.getByRole('combobox', { name: 'Roles' }).click()
    await expect(page.getByRole('option', { name: 'users/verified' })).toBeVisible()
  },
  'deleting a topic that nothing names': async (page, project) => {
    await openTopics(page, project, '?remove=closed')
    await expect(page.getByText('No message that is still to be sent names it.')).toBeVisible()
  },
  'deleting a topic that messages name': async (page, project) => {
    await addSubscribers(project)
    await createEmail(project, { ...inTime, subject: 'The quarterly letter to all who ever rang a bell' })
    await open(page, project.page('/topics/news?dialog=delete'), 'News')
    await expect(page.getByRole('textbox', { name: 'Type “News” to go on' })).toBeVisible()
  },
  'a topic': async (page, project) => {
    await addSubscribers(project)
    await createEmail(project, { ...inTime, subject: 'The quarterly letter to all who ever rang a bell' })
    await open(page, project.page('/topics/news'), 'News')
    await expect(page.getByRole('link', { name: /quarterly letter/ })).toBeVisible()
  },
  'a topic without anything, the menu': async (page, project) => {
    await addTopics(project)
    await open(page, project.page('/topics/closed'), 'Closed')
    await expect(page.getByText('Nothing is scheduled for it')).toBeVisible()
    await page.getByRole('button', { name: 'More actions' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
  },
  'a topic that is not there': (page, project) => {
    allowRefusals(page, 404)
    return open(page, project.page('/topics/nothing-at-all'), 'There is nothing here')
  },
  'subscribers, none yet': async (page, project) => {
    await addTopics(project)
    await openEmpty(page, project.page('/topics/closed/subscribers'), 'Nobody is subscribed yet')
  },
  'subscribers, some chosen': async (page, project) => {
    await openNews(page, project, '/subscribers')
    await page.getByRole('checkbox', { name: 'Choose Pixel 9' }).check()
    await expect(page.getByText('1 chosen')).toBeVisible()
  },
  'subscribers, filtered': async (page, project) => {
    await openNews(page, project, '/subscribers?channel=["push"]&from=2026-01-01')
    await expect(page.getByRole('list', { name: 'Active filters' })).toBeVisible()
  },
  'subscribers, none found': async (page, project) => {
    await openNews(page, project, '/subscribers?q=quartz')
    await expect(page.getByText('No subscriber matches “quartz”')).toBeVisible()
  },
  'removing subscribers': async (page, project) => {
    await openNews(page, project, '/subscribers')
    await page.getByRole('checkbox', { name: 'Choose Pixel 9' }).check()
    await page.getByRole('button', { name: 'Choose all 4' }).click()
    await page.getByRole('button', { name: 'Remove…' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
  },
  'a subscriber': async (page, project) => {
    await openNews(page, project, '/subscribers/of-ada')
    await expect(page.getByText('Subscribed by')).toBeVisible()
  },
  'a subscriber who came with others': async (page, project) => {
    await openNews(page, project, '/subscribers/of-grace')
    await expect(page.getByRole('link', { name: 'the topic’s activity' })).toBeVisible()
  },
  'a subscriber who is not there': async (page, project) => {
    allowRefusals(page, 404)
    await openNews(page, project, '/subscribers/nobody')
    await expect(page.getByText('This subscriber is gone')).toBeVisible()
  },
  'picking subscribers': async (page, project) => {
    await addSubscribers(project)
    await open(page, project.page('/topics/closed/subscribers?add=picked'), 'Add subscribers')
    await page.getByRole('combobox', { name: 'Single ones' }).click()
    await expect(page.getByRole('option', { name: 'Pixel 9' })).toBeVisible()
  },
  'picking subscribers, with what is wrong': async (page, project) => {
    await addTopics(project)
    await open(page, project.page('/topics/closed/subscribers?add=picked'), 'Add subscribers')
    await page.getByRole('button', { name: 'Subscribe' }).click()
    await expect(page.getByText('or single ones must be named')).toBeVisible()
  },
  'pasting a list of subscribers': async (page, project) => {
    await addTopics(project)
    await open(page, project.page('/topics/closed/subscribers?add=pasted'), 'Add subscribers')
    await expect(page.getByRole('textbox', { name: /^Addresses/ })).toBeFocused()
  },
  'a pasted list, looked up': async (page, project) => {
    await addSubscribers(project)
    await open(page, project.page('/topics/news/subscribers?add=pasted'), 'Add subscribers')
    await page
      .getByRole('textbox', { name: /^Addresses/ })
      .fill(
        'ada@example.org\nnobody-with-an-address-that-is-rather-long@example.org\n0171 123456\n+1415 5550100',
      )
    await page.getByRole('button', { name: 'Look them up' }).click()
    await expect(page.getByText('1 not known')).toBeVisible()
  },
  'messages to come to a topic, none': async (page, project) => {
    await addTopics(project)
    await openEmpty(page, project.page('/topics/closed/upcoming'), 'Nothing is scheduled for it')
  },
  'messages to come to a topic': async (page, project) => {
    await addTestProvider(project, { latencyMs: 60_000 })
    await addSubscribers(project)
    const scheduledAt = new Date(Date.now() + 1_500).toISOString()
    await createEmail(project, { topics: ['news'], users: [], subject: 'On its way', scheduledAt })
    await createEmail(project, { ...inTime, subject: 'The quarterly letter to all who ever rang a bell' })
    await open(page, project.page('/topics/news/upcoming'), 'News')
    await expect(page.getByRole('row', { name: /quarterly letter/ })).toBeVisible()
    await expect(page.getByRole('row', { name: /On its way.*Sending/ })).toBeVisible()
  },
  'the activity of a topic': async (page, project) => {
    await openNews(page, project, '/activity')
    await expect(page.getByRole('row', { name: /Subscribers changed/ })).toBeVisible()
  },
})

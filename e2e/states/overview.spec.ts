// The overview in all its states.
import { createEmail, untilDone } from '../fixtures.ts'
import { expectEveryStateFit, open, withAda } from './state.ts'

expectEveryStateFit({
  'overview, nothing yet': async (page, project) => {
    await open(page, project.page(''), 'Overview')
    await page.getByRole('heading', { name: 'First steps' }).waitFor()
  },
  overview: async (page, project) => {
    await withAda(project)
    await untilDone(project, await createEmail(project))
    await project.call('PATCH', '/messaging/providers/inbox/test', { failureRate: 1 })
    await untilDone(project, await createEmail(project))
    await createEmail(project, { scheduledAt: '2037-06-03T09:00:00Z', timeZone: 'America/New_York' })
    await project.call('PATCH', '/messaging/providers/inbox/test', { failureRate: 0, latencyMs: 60_000 })
    await createEmail(project)
    await open(page, project.page(''), 'Overview')
    await page.getByRole('progressbar').waitFor()
  },
  'overview, something scheduled and no provider': async (page, project) => {
    await withAda(project)
    await createEmail(project, { scheduledAt: '2037-06-03T09:00:00Z', timeZone: 'America/New_York' })
    await project.call('PATCH', '/messaging/providers/inbox/test', { enabled: false })
    await open(page, project.page(''), 'Overview')
    await page.getByText('No provider for e-mail is on').waitFor()
  },
})

// The overview: what is true now, and the way from there.
import { addPerson, addTestProvider, createEmail, expect, test, untilDone } from './fixtures.ts'

test('a new project is led to its first message, step by step', async ({ page, project }) => {
  await page.goto(project.page(''))
  const done = page
    .getByRole('region', { name: 'First steps' })
    .getByRole('listitem')
    .filter({ hasText: ', done' })
  await expect(page.getByRole('heading', { name: 'First steps' })).toBeVisible()
  await expect(done).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Channels' })).toContainText('No provider yet')

  await addTestProvider(project)
  await addPerson(project, 'ada', 'Ada Lovelace')
  await page.reload()
  await expect(done).toHaveText([/provider/, /1 so far/])

  await untilDone(project, await createEmail(project))
  await page.reload()
  await expect(page.getByRole('region', { name: 'Last messages' })).toContainText('1 sent. Test inbox')
  await expect(page.getByRole('heading', { name: 'First steps' })).toBeHidden()
})

test('what goes out, what is next and what went wrong stand there by themselves', async ({
  page,
  project,
}) => {
  await addTestProvider(project, { failureRate: 1 })
  await addPerson(project, 'ada', 'Ada Lovelace')
  await page.goto(project.page(''))
  await expect(page.getByText('Nothing is scheduled')).toBeVisible()

  await untilDone(project, await createEmail(project, { subject: 'Bells for nobody' }))
  await createEmail(project, {
    subject: 'Bells for the summer',
    scheduledAt: '2037-06-03T07:00:00Z',
    timeZone: 'Europe/Berlin',
  })
  await project.call('PATCH', '/messaging/providers/inbox/test', { failureRate: 0, latencyMs: 60_000 })
  await createEmail(project, { subject: 'Bells for ever' })
  // Without being loaded anew: the page looks again by itself.
  const part = (name: string) => page.getByRole('region', { name })
  await expect(part('Going out now')).toContainText('Bells for ever')
  await expect(part('Going out now').getByRole('progressbar', { name: 'Sending' })).toBeVisible()
  await expect(part('Next')).toContainText(/3 Jun 2037, 09:00 Europe\/Berlin.*in \d+ days/)
  await expect(part('Needs a look')).toContainText('1 failed of 1.')

  await part('Needs a look').getByRole('link', { name: 'Bells for nobody' }).click()
  await expect(page.getByRole('heading', { name: 'Bells for nobody' })).toBeVisible()
})

import { expect, test } from 'vitest'
import { aServer } from '../testing/app.ts'
import { aPerson, aProvider, aTopic } from '../testing/people.ts'

test('whom a message would reach is counted without sending it', async () => {
  const { call, project, services } = await aServer()
  await aProvider(services.db, project.seq, 'catcher')
  await aPerson(services.db, project.seq, 'ada', [{ id: 'ada-mail', identifier: 'ada@example.org' }])
  await aPerson(services.db, project.seq, 'bob', [
    { id: 'bob-mail', identifier: 'bob@example.org', expired: true },
  ])
  await aTopic(services.db, project.seq, 'news', ['ada-mail', 'bob-mail'])

  const { status, body } = await call('POST', '/messaging/audience', {
    body: { providerType: 'email', topics: ['news'], users: ['ada'] },
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({ recipients: 1, duplicates: 1, skipped: [{ reason: 'expired', count: 1 }] })
  expect((await call('GET', '/messaging/messages')).body.total).toBe(0)
})

import { expect, test } from 'vitest'
import type { PlannedRecipient } from '../../contract/messages.ts'
import { aServer } from '../testing/app.ts'
import { aPerson, aProvider, aTopic } from '../testing/people.ts'

test('whom a message would reach is listed page by page, each once', async () => {
  const { call, project, services } = await aServer()
  await aProvider(services.db, project.seq, 'catcher')
  const names = ['ada', 'bob', 'cleo', 'dora', 'emil']
  for (const name of names) {
    const target = { id: `${name}-mail`, identifier: `${name}@example.org`, expired: name === 'dora' }
    await aPerson(services.db, project.seq, name, [target])
  }
  await aTopic(services.db, project.seq, 'news', ['bob-mail', 'cleo-mail', 'dora-mail'])
  const body = {
    providerType: 'email',
    topics: ['news'],
    users: ['cleo', 'ada'],
    cc: ['emil-mail', 'ada-mail'],
  }

  const listed: PlannedRecipient[] = []
  let cursor: string | null = null
  do {
    const page: { status: number; body: { recipients: PlannedRecipient[]; next: string | null } } =
      await call('POST', '/messaging/audience/recipients', { body: { ...body, limit: 2, cursor } })
    expect(page.status).toBe(200)
    listed.push(...page.body.recipients)
    cursor = page.body.next
  } while (cursor !== null)

  expect(listed.map(({ userId }) => userId)).toEqual(['bob', 'cleo', 'dora', 'ada', 'emil'])
  expect(listed[1]).toEqual({
    userId: 'cleo',
    userName: '',
    targetId: 'cleo-mail',
    identifier: 'cleo@example.org',
    role: 'to',
    providerId: 'catcher',
    providerName: 'catcher',
    ways: [
      { kind: 'topic', id: 'news' },
      { kind: 'user', id: 'cleo' },
    ],
    skipped: null,
  })
  expect(listed[2]).toMatchObject({ skipped: 'expired' })
  expect(listed[4]).toMatchObject({ role: 'cc', ways: [{ kind: 'cc', id: 'emil-mail' }] })
})

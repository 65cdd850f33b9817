import { beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'

const things = [
  '/messaging/providers/relay',
  '/messaging/topics/news',
  '/users/ada',
  '/users/ada/targets/t1',
  '/messaging/topics/news/subscribers/s1',
  '/messaging/messages/m1',
  '/messaging/suppressions/x1',
]
const listsOf = ['/messaging/topics/news/subscribers', '/messaging/messages/m1/targets', '/users/ada/targets']
const logs = ['providers/relay', 'topics/news', 'subscribers/s1', 'messages/m1'].map(
  (thing) => `/messaging/${thing}/logs`,
)
const lists = [
  '/messaging/providers',
  '/messaging/topics',
  '/users',
  '/messaging/messages',
  '/messaging/suppressions',
]

async function fill({ call }: TestProject, name: string): Promise<void> {
  const made = [
    await call('POST', '/messaging/providers/smtp', {
      body: { providerId: 'relay', name, host: 'smtp.example.org', password: `the secret of ${name}` },
    }),
    await call('POST', '/messaging/topics', { body: { topicId: 'news', name } }),
    await call('POST', '/users', { body: { userId: 'ada', name, phone: '+14155550100' } }),
    await call('POST', '/users/ada/targets', {
      body: { targetId: 't1', providerType: 'email', identifier: 'ada@example.org', name },
    }),
    await call('POST', '/messaging/topics/news/subscribers', {
      body: { subscriberId: 's1', targetId: 't1' },
    }),
    await call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: name, content: name, draft: true, targets: ['t1'] },
    }),
    await call('POST', '/messaging/suppressions', {
      body: { suppressionId: 'x1', identifier: 'gone@example.org', providerType: 'email', note: name },
    }),
  ]
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 201))
}

async function everythingOf({ call }: TestProject): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {}
  for (const path of [...things, ...listsOf, ...logs, ...lists]) seen[path] = (await call('GET', path)).body
  return seen
}

describe.each(databases)('projects on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  test('what is in one project is not there in another', async () => {
    const one = await aProject(server)
    const other = await aProject(server)
    await fill(one, 'one')
    for (const path of [...things, ...listsOf, ...logs]) {
      expect([path, (await other.call('GET', path)).status]).toEqual([path, 404])
    }
    for (const path of lists) expect((await other.call('GET', path)).body.total).toBe(0)
  })

  test('of two projects with the same ids, what is done in one leaves the other as it was', async () => {
    const one = await aProject(server)
    const other = await aProject(server)
    await fill(one, 'one')
    await fill(other, 'other')
    const before = await everythingOf(one)
    expect(JSON.stringify(before)).not.toContain('"other"')

    const changes = [
      ['/messaging/providers/smtp/relay', { name: 'changed' }],
      ['/messaging/topics/news', { name: 'changed' }],
      ['/users/ada/name', { name: 'changed' }],
      ['/users/ada/email', { email: 'changed@example.org' }],
      ['/users/ada/phone', { number: '' }],
      ['/users/ada/status', { status: false }],
      ['/users/ada/targets/t1', { identifier: 'other@example.org' }],
      ['/messaging/messages/email/m1', { subject: 'changed' }],
    ] as const
    for (const [path, body] of changes) {
      expect([path, (await other.call('PATCH', path, { body })).status]).toEqual([path, 200])
    }
    for (const path of things.toReversed()) {
      expect([path, (await other.call('DELETE', path)).status]).toEqual([path, 204])
    }
    expect(await everythingOf(one)).toEqual(before)
  })
})

// What a client of the published API sees of a message from its creation to its end, with the engine at work.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChannelType } from '../../contract/resource.ts'
import { type Answer, aServer, eventually, type TestServer } from '../testing/app.ts'
import { databases, setNow } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'

describe.each(databases)('messages that go out, on $engine', ({ aDatabase }) => {
  const identifiers = { email: 'ada@example.org', sms: '+14155550100', push: 'dEv1ce:t0ken' } as const
  const contents = {
    email: { subject: 'Hello', content: 'Good morning' },
    sms: { content: 'Good morning' },
    push: { title: 'Hello', body: 'Good morning', data: { page: { id: 7 } } },
  } as const
  const types = ['email', 'sms', 'push'] as const

  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase(), deliver: true })
  })
  afterAll(() => server.engine.stop())

  /** With one person who has a target of each type, named as its type, and test providers for these. */
  async function aProjectThatSends(providers: readonly ChannelType[] = types): Promise<TestProject> {
    const project = await aProject(server)
    await project.call('POST', '/users', { body: { userId: 'ada', name: 'Ada' } })
    for (const type of types) {
      const body = { targetId: type, providerType: type, identifier: identifiers[type] }
      await project.call('POST', '/users/ada/targets', { body })
    }
    for (const type of providers) {
      const body = { providerId: `test-${type}`, name: `Test ${type}`, type, enabled: true }
      expect((await project.call('POST', '/messaging/providers/inbox', { body })).status).toBe(201)
    }
    return project
  }

  const create = ({ call }: TestProject, type: ChannelType, body: object) =>
    call('POST', `/messaging/messages/${type}`, { body: { messageId: 'm1', ...contents[type], ...body } })
  const change = ({ call }: TestProject, type: ChannelType, body: object) =>
    call('PATCH', `/messaging/messages/${type}/m1`, { body })

  async function ended({ call }: TestProject): Promise<Answer['body']> {
    return eventually(
      async () => (await call('GET', '/messaging/messages/m1')).body,
      ({ status }) => status === 'sent' || status === 'failed',
    )
  }

  test.each(types)('%s: it is drafted, then let go, then sent', async (type) => {
    const project = await aProjectThatSends()
    const made = await create(project, type, { targets: [type], draft: true })
    expect(made).toMatchObject({ status: 201, body: { status: 'draft', providerType: type } })
    expect((await change(project, type, { draft: false })).body.status).toBe('processing')
    expect(await ended(project)).toMatchObject({
      status: 'sent',
      deliveredTotal: 1,
      deliveryErrors: [],
      deliveredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/),
      delivery: { phase: 'done', total: 1, testTotal: 1 },
    })
    expect(await change(project, type, {})).toMatchObject({
      status: 400,
      body: { type: 'message_already_sent' },
    })
    expect((await project.call('DELETE', '/messaging/messages/m1')).status).toBe(204)
  })

  test('the test inbox shows the text of an SMS, and all that a push carries', async () => {
    const project = await aProjectThatSends()
    const caught = async (type: ChannelType) => {
      await create(project, type, { messageId: `of-${type}`, users: ['ada'] })
      const { body } = await eventually(
        () =>
          project.call('GET', '/inbox/items', { query: { 'queries[]': equal('messageId', `of-${type}`) } }),
        ({ body }) => body.total > 0,
      )
      return (await project.call('GET', `/inbox/items/${body.items[0].$id}`)).body
    }
    expect(await caught('sms')).toMatchObject({
      type: 'sms',
      recipients: [identifiers.sms],
      text: 'Good morning',
      payload: null,
    })
    expect(await caught('push')).toMatchObject({
      type: 'push',
      recipients: [identifiers.push],
      subject: 'Hello',
      text: 'Good morning',
      payload: { ...contents.push, priority: 'high' },
    })
  })

  test.each(types)('%s: what there is no provider for fails, and says so', async (type) => {
    const project = await aProjectThatSends(types.filter((other) => other !== type))
    expect((await create(project, type, { targets: [type] })).body.status).toBe('processing')
    expect(await ended(project)).toMatchObject({
      status: 'failed',
      deliveredTotal: 0,
      deliveredAt: null,
      deliveryErrors: ['No enabled provider found.'],
      delivery: { counts: { failed: 1 } },
    })
  })

  test.each(types)('%s: what is for people who have no such target fails, and says so', async (type) => {
    const project = await aProjectThatSends()
    await project.call('POST', '/users', { body: { userId: 'nobody' } })
    await create(project, type, { users: ['nobody', 'unknown'], topics: ['none'] })
    expect(await ended(project)).toMatchObject({
      status: 'failed',
      deliveredTotal: 0,
      deliveredAt: null,
      deliveryErrors: ['No valid recipients found.'],
      delivery: { phase: 'done', total: 0 },
    })
  })

  test.each(types)('%s: whoever is reached in several ways gets it once', async (type) => {
    const project = await aProjectThatSends()
    await project.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    for (const targetId of types) {
      const body = { subscriberId: targetId, targetId }
      expect((await project.call('POST', '/messaging/topics/news/subscribers', { body })).status).toBe(201)
    }
    await create(project, type, { topics: ['news'], users: ['ada'], targets: [type] })
    expect(await ended(project)).toMatchObject({ status: 'sent', deliveredTotal: 1, delivery: { total: 1 } })
    const { body } = await project.call('GET', '/messaging/messages/m1/deliveries')
    expect(body.deliveries).toMatchObject([{ identifier: identifiers[type], status: 'sent' }])
  })

  test('a message that was pulled back stays a draft when its time comes', async () => {
    const project = await aProjectThatSends()
    const scheduledAt = '2030-03-01T09:00:00.000+00:00'
    await create(project, 'sms', { targets: ['sms'], scheduledAt })
    expect((await change(project, 'sms', { draft: true })).body.status).toBe('draft')
    await create(project, 'sms', { messageId: 'later', targets: ['sms'], scheduledAt })
    await setNow(project.db, scheduledAt)
    await eventually(
      async () => (await project.call('GET', '/messaging/messages/later')).body,
      ({ status }) => status === 'sent',
    )
    expect((await project.call('GET', '/messaging/messages/m1')).body).toMatchObject({
      status: 'draft',
      scheduledAt,
      deliveredTotal: 0,
    })
  })

  test('a message that was just created can be deleted, an unknown one cannot', async () => {
    const project = await aProjectThatSends()
    await create(project, 'push', { targets: ['push'] })
    expect((await project.call('DELETE', '/messaging/messages/m1')).status).toBe(204)
    expect((await project.call('DELETE', '/messaging/messages/m1')).status).toBe(404)
  })
})

function equal(attribute: string, value: string): string {
  return JSON.stringify({ method: 'equal', attribute, values: [value] })
}

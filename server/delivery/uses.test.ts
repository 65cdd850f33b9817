import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aPerson } from '../testing/people.ts'
import { aProject, type TestProject } from '../testing/project.ts'

describe.each(databases)('what goes through a provider, on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  async function aTestProvider({ call }: TestProject, providerId: string, more: object = {}): Promise<void> {
    const body = { providerId, name: providerId, type: 'email', enabled: true, ...more }
    expect((await call('POST', '/messaging/providers/inbox', { body })).status).toBe(201)
  }

  async function scheduled({ call }: TestProject, messageId: string, more: object = {}): Promise<void> {
    const body = {
      messageId,
      subject: messageId,
      content: 'C',
      users: ['ada'],
      scheduledAt: '2037-06-03T09:00:00Z',
    }
    expect((await call('POST', '/messaging/messages/email', { body: { ...body, ...more } })).status).toBe(201)
  }

  async function usesOf({ call }: TestProject, id: string, headers = {}): Promise<Answer['body']> {
    return (await call('GET', `/messaging/providers/${id}/uses`, { headers })).body
  }

  const titles = (uses: Answer['body']) => uses.messages.messages.map((one: Answer['body']) => one.title)

  test('scheduled messages name it, or go through it because it is the default', async () => {
    const project = await aProject(server)
    await aTestProvider(project, 'first')
    await aTestProvider(project, 'second')
    await scheduled(project, 'late', { scheduledAt: '2037-06-04T09:00:00Z' })
    await scheduled(project, 'any', { description: 'Any way' })
    await scheduled(project, 'first', { providerId: 'first' })
    await scheduled(project, 'second', { providerId: 'second' })
    await scheduled(project, 'draft', { draft: true })

    const first = await usesOf(project, 'first')
    expect(first.messages.total).toBe(3)
    expect(titles(first)).toEqual(['Any way', 'first', 'late'])
    expect(first.messages.messages[0]).toEqual({
      $id: 'any',
      title: 'Any way',
      phase: 'scheduled',
      scheduledAt: '2037-06-03T09:00:00.000+00:00',
    })
    expect(first.successor).toEqual({ $id: 'second', name: 'second', test: true })
    expect(titles(await usesOf(project, 'second'))).toEqual(['second'])

    await project.call('PATCH', '/messaging/providers/inbox/second', { body: { isDefault: true } })
    expect(titles(await usesOf(project, 'first'))).toEqual(['first'])
    expect(titles(await usesOf(project, 'second'))).toEqual(['Any way', 'second', 'late'])
    await project.call('PATCH', '/messaging/providers/inbox/first', { body: { enabled: false } })
    const second = await usesOf(project, 'second')
    expect([titles(second), second.successor]).toEqual([['Any way', 'first', 'second', 'late'], null])
  })

  test('a message that is being sent counts for the provider that has some of it to do', async () => {
    const project = await aProject(server)
    await aTestProvider(project, 'first')
    await aTestProvider(project, 'second')
    const insert = async (id: string, provider: string, pending: number) => {
      const { seq } = await project.db
        .selectFrom('providers')
        .select('seq')
        .where('project', '=', project.seq)
        .where('id', '=', provider)
        .executeTakeFirstOrThrow()
      const message = await project.db
        .insertInto('messages')
        .values({
          ...{ project: project.seq, id, type: 'email', topics: [], users: [], targets: [] },
          ...{ data: JSON.stringify({ subject: id }), status: 'processing', phase: 'sending' },
        })
        .returning('seq')
        .executeTakeFirstOrThrow()
      const lane = { message: message.seq, provider: seq, test: true, pending, sent: 1 }
      await project.db.insertInto('lanes').values(lane).execute()
    }
    await insert('running', 'first', 3)
    await insert('through', 'first', 0)
    expect((await usesOf(project, 'first')).messages).toMatchObject({
      total: 1,
      messages: [{ title: 'running', phase: 'sending', scheduledAt: null }],
    })
    expect((await usesOf(project, 'second')).messages).toEqual({ total: 0, messages: [] })
  })

  test('targets that name it are counted, and the first ones told', async () => {
    const project = await aProject(server)
    await aTestProvider(project, 'bound')
    const targets = Array.from({ length: 12 }, (_, index) => ({
      id: `t${index}`,
      identifier: `t${index}@example.org`,
      providerId: 'bound',
    }))
    await aPerson(project.db, project.seq, 'ada', [
      ...targets,
      { id: 'free', identifier: 'free@example.org' },
    ])
    const { targets: found } = await usesOf(project, 'bound')
    expect(found.total).toBe(12)
    expect(found.targets).toHaveLength(10)
    expect(found.targets[0]).toEqual({ $id: 't0', identifier: 't0@example.org', userId: 'ada', userName: '' })
  })

  test('a key is told of messages and targets only where it may read them', async () => {
    const project = await aProject(server)
    await aTestProvider(project, 'one')
    await scheduled(project, 'm')
    await aPerson(project.db, project.seq, 'ada', [
      { id: 't', identifier: 't@example.org', providerId: 'one' },
    ])
    const seen = async (scopes: Parameters<typeof project.keyWith>[0]) => {
      const { messages, targets } = await usesOf(project, 'one', await project.keyWith(scopes))
      expect([messages.total, targets.total]).toEqual([1, 1])
      return [messages.messages.length, targets.targets.length]
    }
    expect(await seen(['providers.read'])).toEqual([0, 0])
    expect(await seen(['providers.read', 'messages.read'])).toEqual([1, 0])
    expect(await seen(['providers.read', 'targets.read'])).toEqual([0, 1])
    expect(await seen(['providers.read', 'users.read'])).toEqual([0, 1])
    const viewer = await usesOf(project, 'one', await project.signedIn('viewer'))
    expect([viewer.messages.messages.length, viewer.targets.targets.length]).toEqual([1, 1])
  })

  test('an unknown provider and that of another project are not found', async () => {
    const [project, other] = [await aProject(server), await aProject(server)]
    await aTestProvider(other, 'theirs')
    for (const id of ['theirs', 'none']) expect((await usesOf(project, id)).type).toBe('provider_not_found')
  })
})

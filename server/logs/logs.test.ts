import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { recordActivity, recordSystemActivity } from './activity.ts'

const agent = 'AppwriteNodeJSSDK/26.2.0 (linux; x64)'

describe.each(databases)('logs on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  async function aRenamedTopic(): Promise<TestProject> {
    const project = await aProject(server)
    await project.call('POST', '/messaging/topics', {
      body: { topicId: 'news', name: 'News' },
      headers: { 'user-agent': agent },
    })
    await project.call('PATCH', '/messaging/topics/news', { body: { name: 'Old' } })
    return project
  }

  function logs({ call }: TestProject, ...texts: string[]): Promise<Answer> {
    return call('GET', '/messaging/topics/news/logs', { query: { 'queries[]': texts } })
  }

  test('an entry tells who did what, from where and with what', async () => {
    const project = await aRenamedTopic()
    const { body } = await logs(project)
    expect(body.logs[1]).toMatchObject({
      event: 'topic.create',
      userName: 'Test key',
      userEmail: `app.${project.id}@service.carillon`,
      mode: 'default',
      userType: 'keyProject',
      ip: '127.0.0.1',
      osName: 'GNU/Linux',
      clientName: 'node-appwrite',
      countryCode: '--',
      countryName: 'Unknown',
    })
    expect(body.logs[1].userId).not.toBe('')
  })

  test('an administrator is named as one', async () => {
    const project = await aRenamedTopic()
    const headers = { 'x-appwrite-project': project.id, ...(await project.signedIn('owner')) }
    await project.call('PATCH', '/messaging/topics/news', { body: { name: 'Older' }, headers })
    const { body } = await logs(project)
    expect(body.logs[0]).toMatchObject({
      event: 'topic.update',
      userName: 'An owner',
      mode: 'admin',
      userType: 'admin',
      changes: { name: ['Old', 'Older'] },
    })
    expect(body.logs[0].userEmail).toMatch(/@example\.org$/)
  })

  test('limit and offset page; the total does not mind them', async () => {
    const project = await aRenamedTopic()
    const events = async (...texts: string[]) => {
      const { body } = await logs(project, ...texts)
      return [body.total, ...body.logs.map((log: { event: string }) => log.event)]
    }
    expect(await events()).toEqual([2, 'topic.update', 'topic.create'])
    expect(await events(queries.limit(1))).toEqual([2, 'topic.update'])
    expect(await events(queries.offset(1))).toEqual([2, 'topic.create'])
    expect(await events(queries.limit(1), queries.offset(2))).toEqual([2])
    const { body } = await project.call('GET', '/messaging/topics/news/logs', { query: { total: 'false' } })
    expect(body).toMatchObject({ total: 0, logs: [{}, {}] })
  })

  test.each([
    queries.limit(-1),
    queries.offset(-1),
    queries.equal('event', 'topic.create'),
    queries.orderAsc('$createdAt'),
    queries.cursorAfter('x'),
    '{"method":"made-up"}',
  ])('%s is refused', async (query) => {
    const project = await aRenamedTopic()
    expect((await logs(project, query)).status).toBe(400)
  })

  test('what was refused and what the system did is no part of the list', async () => {
    const project = await aRenamedTopic()
    const entry = { event: 'topic.update', resource: 'topic/news' }
    const somebody = { actor: { type: 'guest' }, ip: '', agent: '', project } as const
    await recordSystemActivity(project.db, project.seq, entry)
    await recordActivity(project.db, somebody, { ...entry, refused: 'No.' })
    expect((await logs(project)).body.total).toBe(2)
    await recordActivity(project.db, somebody, entry)
    expect((await logs(project)).body).toMatchObject({
      total: 3,
      logs: [{ userId: '', userType: 'guest' }, {}, {}],
    })
  })

  test('long texts are cut between characters, long lists after twenty', async () => {
    const project = await aRenamedTopic()
    const somebody = { actor: { type: 'guest' }, ip: '', agent: '', project } as const
    const ids = Array.from({ length: 30 }, (_, n) => `t${n}`)
    await recordActivity(project.db, somebody, {
      event: 'topic.update',
      resource: 'topic/news',
      changes: { name: [null, `a${'🔔'.repeat(300)}`], subscribe: [[], ids] },
    })
    const [log] = (await logs(project)).body.logs
    expect(log.changes.name[1]).toBe(`a${'🔔'.repeat(99)}…`)
    expect(log.changes.subscribe).toEqual([[], [...ids.slice(0, 20), 'and 10 more']])
  })

  test('a subscriber has a list of its own', async () => {
    const project = await aRenamedTopic()
    await project.call('POST', '/users', { body: { userId: 'ada', email: 'ada@example.org' } })
    const [target] = (await project.call('GET', '/users/ada')).body.targets
    const body = { subscriberId: 's1', targetId: target.$id }
    await project.call('POST', '/messaging/topics/news/subscribers', { body })
    const answer = await project.call('GET', '/messaging/subscribers/s1/logs')
    expect(answer.body).toMatchObject({ total: 1, logs: [{ event: 'subscriber.create' }] })
  })

  test('a thing that is not there, or is of another project, has no list', async () => {
    const project = await aRenamedTopic()
    const other = await aProject(server)
    for (const [path, type] of [
      ['providers/x', 'provider_not_found'],
      ['topics/x', 'topic_not_found'],
      ['subscribers/x', 'subscriber_not_found'],
      ['messages/x', 'message_not_found'],
    ]) {
      expect(await project.call('GET', `/messaging/${path}/logs`)).toMatchObject({
        status: 404,
        body: { type },
      })
    }
    expect((await logs(other)).status).toBe(404)
    await other.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'Other' } })
    expect((await logs(other)).body.total).toBe(1)
  })
})

// The activity of a whole project.
import { type RawNode, sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Log } from '../../contract/logs.ts'
import { queries } from '../../contract/queries.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { recordActivity, recordSystemActivity } from './activity.ts'
import { listActivity } from './activity-list.ts'

describe.each(databases)('activity on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  const somebody = { actor: { type: 'guest' }, ip: '192.0.2.7', agent: '' } as const

  function activity({ call, id }: TestProject, texts: string[] = [], headers = {}): Promise<Answer> {
    return call('GET', '/logs', {
      query: { 'queries[]': texts },
      headers: { 'x-appwrite-project': id, ...headers },
    })
  }

  const eventsOf = ({ body }: Answer): string[] => body.logs.map(({ event }: Log) => event)

  /** A key made and renamed a topic, the system sent a message, somebody was refused. */
  async function aBusyProject(): Promise<TestProject> {
    const project = await aProject(server)
    await project.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    await project.call('PATCH', '/messaging/topics/news', { body: { name: 'Old' } })
    await recordSystemActivity(project.db, project.seq, { event: 'message.start', resource: 'message/m1' })
    await recordActivity(
      project.db,
      { ...somebody, project },
      { event: 'topic.delete', resource: 'topic/news', refused: 'This needs another role.' },
    )
    return project
  }

  test('everything is in it, the newest first: writes, refusals, and what the system did', async () => {
    const answer = await activity(await aBusyProject())
    expect(answer.body.total).toBe(4)
    expect(answer.body.logs).toMatchObject([
      {
        event: 'topic.delete',
        resourceType: 'topic',
        resourceId: 'news',
        outcome: 'refused',
        reason: 'This needs another role.',
        ip: '192.0.2.7',
      },
      { event: 'message.start', resourceType: 'message', resourceId: 'm1', userType: 'system', userId: '' },
      {
        event: 'topic.update',
        resourceName: 'Old',
        outcome: 'done',
        reason: '',
        changes: { name: ['News', 'Old'] },
      },
      { event: 'topic.create', userType: 'keyProject', userName: 'Test key' },
    ])
  })

  test.each([
    [
      'resourceType and resourceId',
      [queries.equal('resourceType', 'topic'), queries.equal('resourceId', 'news')],
      3,
    ],
    ['event', [queries.equal('event', ['topic.create', 'message.start'])], 2],
    ['userType', [queries.equal('userType', 'system')], 1],
    ['userName', [queries.equal('userName', 'test KEY')], 2],
    ['outcome', [queries.equal('outcome', 'refused')], 1],
    ['not refused', [queries.notEqual('outcome', 'refused')], 3],
    ['ip', [queries.equal('ip', '192.0.2.7')], 1],
    ['time, past', [queries.lessThan('time', '2000-01-01')], 0],
    ['time, since', [queries.greaterThanEqual('time', '2000-01-01')], 4],
    ['$createdAt', [queries.greaterThan('$createdAt', '2000-01-01')], 4],
  ])('it is filtered by %s', async (_, texts, total) => {
    expect((await activity(await aBusyProject(), texts)).body.total).toBe(total)
  })

  test('it is paged by cursors both ways, and ordered either way', async () => {
    const project = await aBusyProject()
    const all = (await activity(project)).body.logs
    const [first, second, third, fourth] = all.map(({ $id }: Log) => $id)
    const idsOf = async (...texts: string[]) => {
      const { body } = await activity(project, texts)
      return [body.total, ...body.logs.map(({ $id }: Log) => $id)]
    }
    expect(await idsOf(queries.limit(2), queries.cursorAfter(first))).toEqual([4, second, third])
    expect(await idsOf(queries.limit(1), queries.cursorBefore(third))).toEqual([4, second])
    expect(await idsOf(queries.orderAsc('$createdAt'), queries.limit(1))).toEqual([4, fourth])
    expect((await activity(project, [queries.cursorAfter('zzzzzz')])).body.type).toBe(
      'general_cursor_not_found',
    )
    expect((await activity(project, [queries.equal('agent', 'x')])).status).toBe(400)
  })

  test('one entry is found by its id, and only in its project', async () => {
    const project = await aBusyProject()
    const other = await aProject(server)
    const [newest] = (await activity(project)).body.logs
    expect((await project.call('GET', `/logs/${newest.$id}`)).body).toEqual(newest)
    for (const [asked, id] of [
      [other, newest.$id],
      [project, 'zzzzzz'],
      [project, 'Not.one'],
      [project, '0'],
    ]) {
      expect(await asked.call('GET', `/logs/${id}`)).toMatchObject({
        status: 404,
        body: { type: 'log_not_found' },
      })
    }
  })

  test('what concerns the installation is shown to owners, in every project, and to nobody else', async () => {
    const project = await aBusyProject()
    await recordActivity(project.db, somebody, {
      event: 'session.create',
      resource: 'administrator/',
      refused: 'Wrong.',
    })
    const signIns = [queries.equal('event', 'session.create')]
    const owner = await project.signedIn('owner')
    expect((await activity(project, signIns, owner)).body.logs[0]).toMatchObject({ outcome: 'refused' })
    const [{ $id }] = (await activity(project, signIns, owner)).body.logs
    for (const headers of [await project.signedIn('editor'), {}]) {
      const seen = await activity(project, [], headers)
      expect(eventsOf(seen)).not.toContain('session.create')
      expect(seen.body.total).toBe(4)
      expect((await project.call('GET', `/logs/${$id}`, { headers })).status).toBe(404)
    }
  })

  test('a thing is called what it is called now, and what it was called last when it is gone', async () => {
    const project = await aBusyProject()
    await project.call('POST', '/users', { body: { userId: 'ada', email: 'ada@example.org' } })
    await project.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm2', subject: 'Bells', content: 'Ding', draft: true },
    })
    await project.call('DELETE', '/messaging/topics/news')
    const { body } = await activity(project, [queries.equal('outcome', 'done')])
    const names = body.logs.map(({ event, resourceName }: Log) => [event, resourceName])
    expect(names).toEqual([
      ['topic.delete', 'Old'],
      ['message.create', 'Bells'],
      ['user.create', 'ada@example.org'],
      ['message.start', ''],
      ['topic.update', 'Old'],
      ['topic.create', ''],
    ])
  })

  test('who and what can be filtered by is told, each once', async () => {
    const project = await aBusyProject()
    const { body } = await project.call('GET', '/logs/filter-values')
    expect(body.events).toEqual(['message.start', 'topic.create', 'topic.delete', 'topic.update'])
    expect(body.resourceTypes).toEqual(['message', 'topic'])
    expect(body.actors.map(({ userName }: Log) => userName)).toContain('Test key')
    expect(body.actors).toHaveLength(2)
    const headers = { 'x-appwrite-project': project.id, ...(await project.signedIn('owner')) }
    const ofOwner = await project.call('GET', '/logs/filter-values', { headers })
    expect(ofOwner.body.events).toEqual(expect.arrayContaining(body.events))
  })

  test('of twenty thousand entries a page and what a filter leaves are found by an index', async () => {
    const project = await aProject(server)
    await sql`
      insert into activity (project, event, resource_type, resource_id, actor_type, actor_id, actor_name, actor_email, ip, agent)
      select ${project.seq}, case when n % 500 = 0 then 'topic.create' else 'message.update' end,
        case when n % 500 = 0 then 'topic' else 'message' end, 'm' || n % 2000, 'keyProject', 'k' || n % 50, 'Key', '', '', ''
      from generate_series(1, 20000) n
    `.execute(project.db)
    await sql`analyze activity`.execute(project.db)
    const plansOf = async (...texts: string[]) => {
      const plans: string[] = []
      const db = server.services.db.withPlugin({
        transformQuery: ({ node }) => explained(node as RawNode),
        transformResult: async ({ result }) => {
          plans.push(...result.rows.map((row) => String(Object.values(row)[0])))
          return { ...result, rows: [] }
        },
      })
      const actor = { type: 'admin', role: 'owner' } as never
      await listActivity(
        { ...server.services, ...somebody, actor, db, project },
        { queries: texts, total: false },
      )
      return plans.join('\n')
    }
    expect(await plansOf()).not.toMatch(/Seq Scan|Sort {2}/)
    expect(await plansOf()).toContain('Merge Append')
    const thing = [queries.equal('resourceType', 'topic'), queries.equal('resourceId', 'm0')]
    expect(await plansOf(...thing)).toContain('activity_resource')
    expect(await plansOf(queries.equal('userId', 'k7'))).toContain('activity_actor')
    expect(await plansOf(queries.equal('event', 'topic.create'))).toContain('activity_event')
    expect(await plansOf(queries.equal('outcome', 'refused'))).toContain('activity_refused')
    expect(await plansOf(queries.lessThan('time', '2001-01-01'))).toContain('activity_created_at')
  })
})

/** Has a statement's plan told instead of its rows. */
function explained(node: RawNode): RawNode {
  const [first = '', ...others] = node.sqlFragments
  return { ...node, sqlFragments: [`explain (costs off) ${first}`, ...others] }
}

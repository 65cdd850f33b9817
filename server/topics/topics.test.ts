import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject } from '../testing/project.ts'
import { sweepDeletedTopics } from './sweep.ts'

describe.each(databases)('topics on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  test('a topic begins with nobody in it, and signed-in users may subscribe', async () => {
    const { call } = await aProject(server)
    const made = await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    expect(made).toMatchObject({
      status: 201,
      body: {
        $id: 'news',
        name: 'News',
        description: '',
        emailTotal: 0,
        smsTotal: 0,
        pushTotal: 0,
        subscribe: ['users'],
      },
    })
    expect(made.body).not.toHaveProperty('targets')
    expect((await call('GET', '/messaging/topics/news')).body).toEqual(made.body)
  })

  test('the server chooses an id for unique()', async () => {
    const { call } = await aProject(server)
    const { body } = await call('POST', '/messaging/topics', { body: { topicId: 'unique()', name: 'News' } })
    expect(body.$id).toMatch(/^[0-9a-f]{20}$/)
  })

  test('a change leaves alone what it does not name, and null names nothing', async () => {
    const { call } = await aProject(server)
    await call('POST', '/messaging/topics', {
      body: { topicId: 'news', name: 'News', description: 'ours', subscribe: ['any'] },
    })
    const path = '/messaging/topics/news'
    const renamed = await call('PATCH', path, { body: { name: 'Old news', subscribe: null } })
    expect(renamed).toMatchObject({
      status: 200,
      body: { name: 'Old news', description: 'ours', subscribe: ['any'] },
    })
    const closed = await call('PATCH', path, { body: { subscribe: [] } })
    expect(closed.body).toMatchObject({ name: 'Old news', subscribe: [] })
    expect((await call('PATCH', path, { body: { name: '' } })).status).toBe(400)
  })

  test('an unknown topic can be neither read, changed nor deleted', async () => {
    const { call } = await aProject(server)
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      expect(await call(method, '/messaging/topics/nothing')).toMatchObject({
        status: 404,
        body: { type: 'topic_not_found' },
      })
    }
  })

  test('a deleted topic is gone at once, its id is free, and its subscribers do not come back', async () => {
    const { call, db, seq } = await aProject(server)
    await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    await call('POST', '/users', { body: { userId: 'ada', email: 'ada@example.org' } })
    const { body: ada } = await call('GET', '/users/ada')
    const subscriber = { subscriberId: 's1', targetId: ada.targets[0].$id }
    await call('POST', '/messaging/topics/news/subscribers', { body: subscriber })

    expect((await call('DELETE', '/messaging/topics/news')).status).toBe(204)
    expect((await call('GET', '/messaging/topics/news')).status).toBe(404)
    expect((await call('GET', '/messaging/topics')).body).toEqual({ total: 0, topics: [] })
    expect((await call('GET', '/messaging/topics/news/subscribers/s1')).status).toBe(404)
    expect((await call('GET', '/messaging/subscribers/s1/logs')).status).toBe(404)

    const again = await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    expect(again).toMatchObject({ status: 201, body: { emailTotal: 0 } })
    expect((await call('GET', '/messaging/topics/news/subscribers')).body.total).toBe(0)

    while (await sweepDeletedTopics(db, 10));
    const left = await db.selectFrom('subscribers').select('id').where('project', '=', seq).execute()
    expect(left).toEqual([])
    expect((await call('GET', '/messaging/topics/news')).status).toBe(200)
  })

  test('deleted topics are swept in chunks, the topics themselves a minute later', async () => {
    const { call, db, seq } = await aProject(server)
    await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    for (const name of ['ada', 'bob', 'cy']) {
      const { body } = await call('POST', '/users', { body: { userId: name, email: `${name}@example.org` } })
      await call('POST', '/messaging/topics/news/subscribers', {
        body: { subscriberId: name, targetId: body.targets[0].$id },
      })
    }
    await call('DELETE', '/messaging/topics/news')
    const count = (table: 'subscribers' | 'topics') =>
      db
        .selectFrom(table)
        .select((rows) => rows.fn.countAll<number>().as('total'))
        .where('project', '=', seq)
        .executeTakeFirstOrThrow()

    expect(await sweepDeletedTopics(db, 2)).toBe(true)
    expect((await count('subscribers')).total).toBe(1)
    expect(await sweepDeletedTopics(db, 2)).toBe(true)
    expect(await sweepDeletedTopics(db, 2)).toBe(false)
    expect((await count('subscribers')).total).toBe(0)
    expect((await count('topics')).total).toBe(1)

    await db
      .updateTable('topics')
      .set({ deleted_at: '2020-01-01T00:00:00Z' })
      .where('project', '=', seq)
      .execute()
    await sweepDeletedTopics(db, 2)
    expect((await count('topics')).total).toBe(0)
  })

  test('Q4: a description is stored, filtered by and searched', async () => {
    const { call } = await aProject(server)
    const text = 'Whoever rings on Sundays'
    const made = await call('POST', '/messaging/topics', {
      body: { topicId: 'a', name: 'Practice', description: text },
    })
    expect(made.body.description).toBe(text)
    await call('POST', '/messaging/topics', { body: { topicId: 'b', name: 'News' } })
    const ids = async (query: Record<string, string | string[]>) => {
      const { body } = await call('GET', '/messaging/topics', { query })
      return body.topics.map((topic: { $id: string }) => topic.$id)
    }
    expect(await ids({ 'queries[]': [queries.equal('description', text.toUpperCase())] })).toEqual(['a'])
    expect(await ids({ 'queries[]': [queries.contains('description', 'sunday')] })).toEqual(['a'])
    expect(await ids({ 'queries[]': [queries.orderDesc('description')] })).toEqual(['a', 'b'])
    expect(await ids({ search: 'sund' })).toEqual(['a'])
    const long = await call('PATCH', '/messaging/topics/a', { body: { description: 'x'.repeat(257) } })
    expect(long).toMatchObject({ status: 400, body: { params: [{ path: 'description' }] } })
    expect((await call('PATCH', '/messaging/topics/a', { body: { description: '' } })).body.description).toBe(
      '',
    )
  })

  test('Q5: a cursor works in both directions, in any order', async () => {
    const { call } = await aProject(server)
    for (const [topicId, name] of [
      ['a', 'Gardening'],
      ['b', 'News'],
      ['c', 'Allotments'],
    ]) {
      await call('POST', '/messaging/topics', { body: { topicId, name } })
    }
    const ids = async (...texts: string[]) => {
      const { status, body } = await call('GET', '/messaging/topics', { query: { 'queries[]': texts } })
      return [status, body.topics?.map((topic: { $id: string }) => topic.$id)]
    }
    expect(await ids(queries.cursorAfter('a'))).toEqual([200, ['b', 'c']])
    expect(await ids(queries.cursorBefore('c'), queries.limit(1))).toEqual([200, ['b']])
    const byName = queries.orderAsc('name')
    expect(await ids(byName, queries.cursorAfter('c'))).toEqual([200, ['a', 'b']])
    expect(await ids(byName, queries.cursorBefore('b'), queries.limit(1))).toEqual([200, ['a']])
    expect(await ids(queries.orderDesc('emailTotal'), queries.cursorAfter('b'))).toEqual([200, ['c']])
  })

  test('Q28: a deletion is written down, though with the topic its list of entries goes', async () => {
    const { call } = await aProject(server)
    await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    await call('DELETE', '/messaging/topics/news')
    const { body } = await call('GET', '/logs', {
      query: { 'queries[]': [queries.equal('resourceType', 'topic')] },
    })
    expect(body.logs).toMatchObject([
      { event: 'topic.delete', resourceId: 'news', changes: { name: ['News', null] } },
      { event: 'topic.create', resourceId: 'news', changes: {} },
    ])
    expect((await call('GET', '/messaging/topics/news/logs')).status).toBe(404)
  })

  test('what a topic takes and refuses', async () => {
    const { call } = await aProject(server)
    const create = async (body: object) => (await call('POST', '/messaging/topics', { body })).status
    const roles = [
      'any',
      'guests',
      'users/verified',
      'user:ada',
      'user:ada/unverified',
      'team:crew',
      'team:crew/admin',
      'member:m1',
      'label:vip',
    ]
    expect(await create({ topicId: 'a.b_c-1', name: 'n'.repeat(128), subscribe: roles })).toBe(201)
    expect(await create({ topicId: 'unique()', name: 'N', subscribe: [], stray: true })).toBe(201)
    expect(await create({ topicId: 'unique()', name: 'N', subscribe: Array(100).fill('any') })).toBe(201)
    for (const wrong of [
      { name: 'N' },
      { topicId: 'x' },
      { topicId: '-x', name: 'N' },
      { topicId: 'x'.repeat(37), name: 'N' },
      { topicId: 'x', name: '' },
      { topicId: 'x', name: 'n'.repeat(129) },
      { topicId: 'x', name: 'N', subscribe: 'users' },
      { topicId: 'x', name: 'N', subscribe: ['everybody'] },
      { topicId: 'x', name: 'N', subscribe: Array(101).fill('any') },
      { topicId: 'x', name: 'N', subscribe: [`label:${'x'.repeat(59)}`] },
    ]) {
      expect([wrong, await create(wrong)]).toEqual([wrong, 400])
    }
  })

  test('what a deletion would touch are the scheduled and running messages that name the topic', async () => {
    const { call, db, seq } = await aProject(server)
    const create = (messageId: string, more: object) =>
      call('POST', '/messaging/messages/email', {
        body: { messageId, subject: 'S', content: 'C', topics: ['news'], ...more },
      })
    for (const topicId of ['news', 'other']) {
      await call('POST', '/messaging/topics', { body: { topicId, name: topicId } })
    }
    const later = { scheduledAt: '2037-01-01T09:00:00Z' }
    await create('draft', { draft: true })
    await create('first', later)
    await create('elsewhere', { ...later, topics: ['other'] })
    await create('missed', later)
    await create('second', { ...later, topics: ['other', 'news'] })
    await create('deleted', later)
    await create('running', {})
    await create('done', {})
    await call('DELETE', '/messaging/messages/deleted')
    const phases = { missed: 'missed', done: 'done' } as const
    for (const [id, phase] of Object.entries(phases)) {
      await db
        .updateTable('messages')
        .set({ phase })
        .where('project', '=', seq)
        .where('id', '=', id)
        .execute()
    }
    const uses = async (query: Record<string, string | string[]> = {}) => {
      const { body } = await call('GET', '/messaging/topics/news/uses', { query })
      return [body.total, body.messages.map((message: { $id: string }) => message.$id)]
    }
    expect(await uses()).toEqual([4, ['first', 'missed', 'second', 'running']])
    expect(await uses({ 'queries[]': [queries.equal('phase', 'scheduled')] })).toEqual([
      2,
      ['first', 'second'],
    ])
    expect(await uses({ 'queries[]': [queries.cursorAfter('missed'), queries.limit(1)] })).toEqual([
      4,
      ['second'],
    ])
    expect(await uses({ search: 'missed' })).toEqual([1, ['missed']])
    expect(await call('GET', '/messaging/topics/nothing/uses')).toMatchObject({
      status: 404,
      body: { type: 'topic_not_found' },
    })
  })

  test('who may read topics but no messages does not see what a topic is used for', async () => {
    const { call, keyWith } = await aProject(server)
    await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    const headers = await keyWith(['topics.read'])
    expect((await call('GET', '/messaging/topics/news', { headers })).status).toBe(200)
    expect((await call('GET', '/messaging/topics/news/uses', { headers })).status).toBe(401)
  })

  test('the list filters, orders, searches and pages', async () => {
    const { call } = await aProject(server)
    for (const [topicId, name] of [
      ['a', 'Gardening'],
      ['b', 'News of the world'],
      ['c', 'Allotments'],
    ]) {
      await call('POST', '/messaging/topics', { body: { topicId, name, description: `about ${topicId}` } })
    }
    const ids = async (query: Record<string, string | string[]>) => {
      const { body } = await call('GET', '/messaging/topics', { query })
      return body.topics.map((topic: { $id: string }) => topic.$id)
    }
    expect(await ids({})).toEqual(['a', 'b', 'c'])
    expect(await ids({ 'queries[]': [queries.orderAsc('name')] })).toEqual(['c', 'a', 'b'])
    expect(await ids({ 'queries[]': [queries.equal('emailTotal', 0), queries.limit(2)] })).toEqual(['a', 'b'])
    expect(await ids({ 'queries[]': [queries.greaterThan('pushTotal', 0)] })).toEqual([])
    expect(await ids({ 'queries[]': [queries.equal('$id', ['c', 'a'])] })).toEqual(['a', 'c'])
    expect(await ids({ 'queries[]': [queries.equal('description', 'about b')] })).toEqual(['b'])
    expect(await ids({ 'queries[]': [queries.cursorAfter('a')] })).toEqual(['b', 'c'])
    expect(await ids({ search: 'wor' })).toEqual(['b'])
    expect(await ids({ search: 'about c' })).toEqual(['a', 'b', 'c'])
    const deleted = queries.cursorAfter('b')
    await call('DELETE', '/messaging/topics/b')
    expect(await call('GET', '/messaging/topics', { query: { 'queries[]': [deleted] } })).toMatchObject({
      status: 400,
      body: { type: 'general_cursor_not_found' },
    })
    expect((await call('GET', '/messaging/topics', { query: { total: 'false' } })).body.total).toBe(0)
  })

  test('topics are found by who may subscribe to them', async () => {
    const { call } = await aProject(server)
    for (const [topicId, subscribe] of [
      ['closed', []],
      ['open', ['users']],
      ['checked', ['users/verified', 'label:vip']],
    ] as const) {
      await call('POST', '/messaging/topics', { body: { topicId, name: topicId, subscribe } })
    }
    const ids = async (query: string) => {
      const { body } = await call('GET', '/messaging/topics', { query: { 'queries[]': [query] } })
      return body.topics.map((topic: { $id: string }) => topic.$id)
    }
    expect(await ids(queries.equal('subscribe', 'users'))).toEqual(['open'])
    expect(await ids(queries.equal('subscribe', ['users', 'label:vip']))).toEqual(['open', 'checked'])
    expect(await ids(queries.isNull('subscribe'))).toEqual(['closed'])
  })

  test('a creation and a change are two entries, the newest first', async () => {
    const { call } = await aProject(server)
    await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'Again' } })
    await call('PATCH', '/messaging/topics/news', { body: { name: 'Old news' } })
    const { body } = await call('GET', '/messaging/topics/news/logs')
    expect(body.total).toBe(2)
    expect(body.logs).toMatchObject([
      { event: 'topic.update', changes: { name: ['News', 'Old news'] } },
      { event: 'topic.create', changes: {} },
    ])
  })
})

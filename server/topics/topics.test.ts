import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, tally } from '../testing/project.ts'
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

  test('of fifty who create one topic at once, one does', async () => {
    const { call } = await aProject(server)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } }),
      ),
    )
    expect(tally(answers)).toEqual({ 201: 1, 409: 49 })
    expect(answers.find(({ status }) => status === 409)?.body.type).toBe('topic_already_exists')
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

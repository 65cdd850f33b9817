import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { aServer, eventually, type TestServer } from '../testing/app.ts'
import { databases, waitingForLocks } from '../testing/database.ts'
import * as builders from '../testing/people.ts'
import { aProject, type TestProject, tally } from '../testing/project.ts'

describe.each(databases)('subscribers on $engine', ({ engine, aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  /** Each person has an e-mail target of the same id. */
  async function aTopicAnd(people: readonly string[]): Promise<TestProject> {
    const project = await aProject(server)
    await project.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    for (const id of people) await aPerson(project, id)
    return project
  }

  async function aPerson({ call }: TestProject, id: string): Promise<void> {
    await call('POST', '/users', { body: { userId: id, name: `${id} of the North` } })
    await call('POST', `/users/${id}/targets`, {
      body: { targetId: id, providerType: 'email', identifier: `${id}@example.org` },
    })
  }

  function subscribe({ call }: TestProject, topic: string, subscriberId: string, targetId = subscriberId) {
    return call('POST', `/messaging/topics/${topic}/subscribers`, { body: { subscriberId, targetId } })
  }

  async function totals({ call }: TestProject, topic = 'news') {
    const { emailTotal, smsTotal, pushTotal } = (await call('GET', `/messaging/topics/${topic}`)).body
    return [emailTotal, smsTotal, pushTotal]
  }

  test('a subscriber shows its target and its person, and its topic counts it', async () => {
    const project = await aTopicAnd(['ada'])
    const made = await subscribe(project, 'news', 's1', 'ada')
    expect(made).toMatchObject({
      status: 201,
      body: {
        $id: 's1',
        targetId: 'ada',
        target: { $id: 'ada', userId: 'ada', providerType: 'email', identifier: 'ada@example.org' },
        userId: 'ada',
        userName: 'ada of the North',
        topicId: 'news',
        providerType: 'email',
      },
    })
    expect((await project.call('GET', '/messaging/topics/news/subscribers/s1')).body).toEqual(made.body)
    expect(await totals(project)).toEqual([1, 0, 0])
  })

  test('a topic that counts one more or one less has been changed just now', async () => {
    const project = await aTopicAnd(['ada'])
    const longAgo = '2020-01-01T00:00:00.000+00:00'
    const isTouchedBy = async (work: () => Promise<unknown>) => {
      await project.db
        .updateTable('topics')
        .set({ updated_at: longAgo })
        .where('project', '=', project.seq)
        .execute()
      await work()
      return (await project.call('GET', '/messaging/topics/news')).body.$updatedAt > longAgo
    }
    const path = '/messaging/topics/news/subscribers/s1'
    expect(await isTouchedBy(() => project.call('GET', '/messaging/topics/news/subscribers'))).toBe(false)
    expect(await isTouchedBy(() => subscribe(project, 'news', 's1', 'ada'))).toBe(true)
    expect(await isTouchedBy(() => project.call('DELETE', path))).toBe(true)
  })

  test('each type has its own total', async () => {
    const project = await aTopicAnd(['ada'])
    await project.call('POST', '/users/ada/targets', {
      body: { targetId: 'phone', providerType: 'sms', identifier: '+14155550100' },
    })
    await project.call('POST', '/users/ada/targets', {
      body: { targetId: 'device', providerType: 'push', identifier: 'token' },
    })
    for (const id of ['ada', 'phone', 'device']) await subscribe(project, 'news', id)
    expect(await totals(project)).toEqual([1, 1, 1])
    await project.call('DELETE', '/messaging/topics/news/subscribers/phone')
    expect(await totals(project)).toEqual([1, 0, 1])
  })

  test('the topic is looked for before the target, and the target before the subscriber', async () => {
    const project = await aTopicAnd(['ada'])
    await subscribe(project, 'news', 's1', 'ada')
    expect((await subscribe(project, 'nothing', 's1', 'nobody')).body.type).toBe('topic_not_found')
    expect((await subscribe(project, 'news', 's1', 'nobody')).body.type).toBe('user_target_not_found')
    expect(await subscribe(project, 'news', 's1', 'ada')).toMatchObject({
      status: 409,
      body: { type: 'subscriber_already_exists' },
    })
  })

  test('a target is in a topic once, and a subscriber id in a project once', async () => {
    const project = await aTopicAnd(['ada', 'bob'])
    await project.call('POST', '/messaging/topics', { body: { topicId: 'other', name: 'Other' } })
    await subscribe(project, 'news', 's1', 'ada')
    expect((await subscribe(project, 'news', 's2', 'ada')).status).toBe(409)
    expect((await subscribe(project, 'other', 's1', 'bob')).status).toBe(409)
    expect((await subscribe(project, 'other', 's2', 'ada')).status).toBe(201)
    expect(await totals(project)).toEqual([1, 0, 0])
    expect(await totals(project, 'other')).toEqual([1, 0, 0])
  })

  test('of fifty who subscribe one target at once, one does, and it counts once', async () => {
    const project = await aTopicAnd(['ada'])
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => subscribe(project, 'news', `s${n}`, 'ada')),
    )
    expect(tally(answers)).toEqual({ 201: 1, 409: 49 })
    expect(await totals(project)).toEqual([1, 0, 0])
  })

  test('of fifty who create a subscriber of one id at once, one does, whatever its target', async () => {
    const people = Array.from({ length: 10 }, (_, n) => `p${n}`)
    const project = await aTopicAnd(people)
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => subscribe(project, 'news', 's1', `p${n % 10}`)),
    )
    expect(tally(answers)).toEqual({ 201: 1, 409: 49 })
    expect(answers.find(({ status }) => status === 409)?.body.type).toBe('subscriber_already_exists')
    expect(await totals(project)).toEqual([1, 0, 0])
  })

  test('the totals are right after a storm of additions and removals', async () => {
    const people = ['a', 'b', 'c', 'd', 'e', 'f']
    const topics = ['news', 'x', 'y']
    const project = await aTopicAnd(people)
    const { call, db, seq } = project
    for (const topicId of topics.slice(1)) {
      await call('POST', '/messaging/topics', { body: { topicId, name: topicId } })
    }
    const all = topics.flatMap((topic) =>
      people.map((person) => ({ topic, person, id: `${topic}-${person}` })),
    )
    for (const { topic, person, id } of all.filter((_, n) => n % 2 === 0)) {
      await subscribe(project, topic, id, person)
    }
    const answers = await Promise.all([
      ...all.map(({ topic, person, id }) => subscribe(project, topic, id, person)),
      ...all.map(({ topic, id }) => call('DELETE', `/messaging/topics/${topic}/subscribers/${id}`)),
      ...all.toReversed().map(({ topic, person, id }) => subscribe(project, topic, id, person)),
      call('DELETE', '/users/a'),
      call('DELETE', '/users/b'),
      call('DELETE', '/users/c/targets/c'),
      call('DELETE', '/messaging/topics/y'),
    ])
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    const rows = await db
      .selectFrom('topics as t')
      .leftJoin('subscribers as s', 's.topic', 't.seq')
      .select(['t.id', 't.email_total'])
      .select((row) => row.fn.count<number>('s.seq').as('counted'))
      .where('t.project', '=', seq)
      .groupBy('t.seq')
      .orderBy('t.id')
      .execute()
    expect(rows.map((row) => row.id)).toEqual(['news', 'x', 'y'])
    expect(rows.map((row) => row.email_total)).toEqual(rows.map((row) => row.counted))
  })

  test.runIf(engine === 'postgres')(
    'a target that is made anew for somebody else while its person goes is subscribed by nobody',
    async () => {
      const project = await aTopicAnd(['ada'])
      const { call, db, seq } = project
      const answers = await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('users').where('project', '=', seq).where('id', '=', 'ada').execute()
        const add = [{ targetId: 'ada' }]
        const asked = Promise.all([
          subscribe(project, 'news', 's1', 'ada'),
          call('POST', '/messaging/topics/news/subscribers/batch', { body: { add } }),
        ])
        await eventually(
          () => waitingForLocks(server.database.background),
          (count) => count === 2,
        )
        await builders.aPerson(tx, seq, 'bob', [{ id: 'ada', identifier: 'bob@example.org' }])
        return { asked }
      })
      const [single, batch] = await answers.asked
      expect(single).toMatchObject({ status: 404, body: { type: 'user_target_not_found' } })
      expect(batch.body.results).toMatchObject([{ error: { type: 'user_target_not_found' } }])
      expect(await totals(project)).toEqual([0, 0, 0])
    },
  )

  test('a removed subscriber is gone once', async () => {
    const project = await aTopicAnd(['ada'])
    await subscribe(project, 'news', 's1', 'ada')
    const path = '/messaging/topics/news/subscribers/s1'
    expect((await project.call('DELETE', path)).status).toBe(204)
    expect(await project.call('DELETE', path)).toMatchObject({
      status: 404,
      body: { type: 'subscriber_not_found' },
    })
    expect(await totals(project)).toEqual([0, 0, 0])
    expect((await subscribe(project, 'news', 's1', 'ada')).status).toBe(201)
  })

  test('a subscriber shows the name that its person has now', async () => {
    const project = await aTopicAnd(['ada'])
    await subscribe(project, 'news', 's1', 'ada')
    const path = '/messaging/topics/news/subscribers/s1'
    for (const name of ['Ada Lovelace', '']) {
      await project.call('PATCH', '/users/ada/name', { body: { name } })
      expect((await project.call('GET', path)).body.userName).toBe(name)
    }
  })

  test('Q10: who is removed while the target goes is gone, whoever comes first, and the total is right', async () => {
    const people = Array.from({ length: 8 }, (_, n) => `p${n}`)
    const project = await aTopicAnd(people)
    for (const id of people) await subscribe(project, 'news', id)
    const answers = await Promise.all(
      people.flatMap((id) => [
        project.call('DELETE', `/users/${id}/targets/${id}`),
        project.call('DELETE', `/messaging/topics/news/subscribers/${id}`),
      ]),
    )
    const [targets, subscribers] = [0, 1].map((odd) => answers.filter((_, n) => n % 2 === odd))
    expect(tally(targets ?? [])).toEqual({ 204: 8 })
    for (const { status } of subscribers ?? []) expect([204, 404]).toContain(status)
    expect(await totals(project)).toEqual([0, 0, 0])
    expect((await project.call('GET', '/messaging/topics/news/subscribers')).body.total).toBe(0)
  })

  test('Q28: a removal is written down, though with the subscriber its list of entries goes', async () => {
    const project = await aTopicAnd(['ada'])
    await subscribe(project, 'news', 's1', 'ada')
    await project.call('DELETE', '/messaging/topics/news/subscribers/s1')
    const { body } = await project.call('GET', '/logs', {
      query: { 'queries[]': [queries.equal('resourceId', 's1')] },
    })
    const events = body.logs.map(({ event }: { event: string }) => event)
    expect(events).toEqual(['subscriber.delete', 'subscriber.create'])
    expect((await project.call('GET', '/messaging/subscribers/s1/logs')).status).toBe(404)
  })

  test('the subscribers of all topics are one list, without those of deleted ones', async () => {
    const project = await aTopicAnd(['ada', 'bob'])
    for (const id of ['other', 'gone']) {
      await project.call('POST', '/messaging/topics', { body: { topicId: id, name: id } })
    }
    await subscribe(project, 'news', 's1', 'ada')
    await subscribe(project, 'gone', 's2', 'ada')
    await subscribe(project, 'other', 's3', 'ada')
    await subscribe(project, 'other', 's4', 'bob')
    await project.call('DELETE', '/messaging/topics/gone')
    const list = async (query: Record<string, string | string[]> = {}) => {
      const { body } = await project.call('GET', '/messaging/subscribers', { query })
      return [body.total, body.subscribers.map((subscriber: { $id: string }) => subscriber.$id)]
    }
    expect(await list()).toEqual([3, ['s1', 's3', 's4']])
    expect(await list({ 'queries[]': [queries.limit(1)] })).toEqual([3, ['s1']])
    expect(await list({ 'queries[]': [queries.equal('userId', 'ada')] })).toEqual([2, ['s1', 's3']])
    expect(await list({ 'queries[]': [queries.equal('topicId', 'other')] })).toEqual([2, ['s3', 's4']])
    expect(await list({ 'queries[]': [queries.cursorAfter('s1'), queries.limit(1)] })).toEqual([3, ['s3']])
    expect(await list({ search: 'ada@example.org' })).toEqual([2, ['s1', 's3']])
    expect(await list({ search: 's4' })).toEqual([1, ['s4']])
    const { body } = await project.call('GET', '/messaging/subscribers', {
      query: { 'queries[]': [queries.orderDesc(''), queries.limit(1)] },
    })
    expect(body.subscribers).toMatchObject([{ $id: 's4', topicId: 'other', userName: 'bob of the North' }])
  })

  test("another topic's subscriber is none of this one", async () => {
    const project = await aTopicAnd(['ada'])
    await project.call('POST', '/messaging/topics', { body: { topicId: 'other', name: 'Other' } })
    await subscribe(project, 'news', 's1', 'ada')
    for (const method of ['GET', 'DELETE'] as const) {
      const elsewhere = await project.call(method, '/messaging/topics/other/subscribers/s1')
      expect(elsewhere).toMatchObject({ status: 404, body: { type: 'subscriber_not_found' } })
      const nowhere = await project.call(method, '/messaging/topics/nothing/subscribers/s1')
      expect(nowhere).toMatchObject({ status: 404, body: { type: 'topic_not_found' } })
    }
    expect(await totals(project)).toEqual([1, 0, 0])
  })

  test("the ids of a deleted topic's subscribers are free at once", async () => {
    const project = await aTopicAnd(['ada', 'bob'])
    await project.call('POST', '/messaging/topics', { body: { topicId: 'other', name: 'Other' } })
    await subscribe(project, 'news', 's1', 'ada')
    await project.call('DELETE', '/messaging/topics/news')
    expect((await subscribe(project, 'other', 's1', 'bob')).status).toBe(201)
    expect(await totals(project, 'other')).toEqual([1, 0, 0])
  })

  test('a target or a person that goes takes its subscriptions along, and the totals go down', async () => {
    const project = await aTopicAnd(['ada', 'bob', 'cy'])
    for (const id of ['ada', 'bob', 'cy']) await subscribe(project, 'news', id)
    await project.call('DELETE', '/users/ada/targets/ada')
    expect(await totals(project)).toEqual([2, 0, 0])
    await project.call('DELETE', '/users/bob')
    expect(await totals(project)).toEqual([1, 0, 0])
    const { body } = await project.call('GET', '/messaging/topics/news/subscribers')
    expect(body.subscribers.map((subscriber: { $id: string }) => subscriber.$id)).toEqual(['cy'])
  })

  test('so does an address or a number that its person has no more', async () => {
    const project = await aTopicAnd([])
    const person = { userId: 'dee', email: 'dee@example.org', phone: '+14155550111' }
    const { body } = await project.call('POST', '/users', { body: person })
    for (const { $id } of body.targets) await subscribe(project, 'news', 'unique()', $id)
    expect(await totals(project)).toEqual([1, 1, 0])
    await project.call('PATCH', '/users/dee/email', { body: { email: '' } })
    expect(await totals(project)).toEqual([0, 1, 0])
    await project.call('PATCH', '/users/dee/phone', { body: { number: '' } })
    expect(await totals(project)).toEqual([0, 0, 0])
  })

  test('a subscriber is found by the ids, the identifier, the name and the type', async () => {
    const project = await aTopicAnd(['ada', 'bob'])
    await project.call('POST', '/messaging/topics', { body: { topicId: 'other', name: 'Other' } })
    await project.call('POST', '/users/bob/targets', {
      body: { targetId: 'bobs-phone', providerType: 'sms', identifier: '+14155550123' },
    })
    await subscribe(project, 'news', 's-1', 'ada')
    await subscribe(project, 'news', 's-2', 'bobs-phone')
    await subscribe(project, 'other', 's-3', 'bob')
    const found = async (search: string) => {
      const { body } = await project.call('GET', '/messaging/topics/news/subscribers', { query: { search } })
      expect(body.total).toBe(body.subscribers.length)
      return body.subscribers.map((subscriber: { $id: string }) => subscriber.$id)
    }
    const table = {
      's-1': ['s-1'],
      's-3': [],
      'bobs-phone': ['s-2'],
      ada: ['s-1'],
      bob: ['s-2'],
      'ada@example.org': ['s-1'],
      'ADA@exam': ['s-1'],
      '+1415555': ['s-2'],
      sms: ['s-2'],
      email: ['s-1'],
      north: ['s-1', 's-2'],
      nor: ['s-1', 's-2'],
      'ada bobs-phone': ['s-1', 's-2'],
      nonsense: [],
      'x@nowhere.example': [],
      '()': [],
    }
    const answers = await Promise.all(
      Object.keys(table).map(async (search) => [search, await found(search)] as const),
    )
    expect(Object.fromEntries(answers)).toEqual(table)
  })

  test('the list filters, pages and counts; without a filter the total is what the topic counts', async () => {
    const project = await aTopicAnd(['ada', 'bob', 'cy'])
    for (const id of ['ada', 'bob', 'cy']) await subscribe(project, 'news', `s-${id}`, id)
    const list = (...texts: string[]) =>
      project.call('GET', '/messaging/topics/news/subscribers', { query: { 'queries[]': texts } })
    expect((await list(queries.limit(1))).body).toMatchObject({ total: 3, subscribers: [{ $id: 's-ada' }] })
    expect((await list(queries.equal('userId', 'bob'))).body).toMatchObject({
      total: 1,
      subscribers: [{ $id: 's-bob', target: { identifier: 'bob@example.org' } }],
    })
    expect(
      (await list(queries.equal('topicId', 'news'), queries.equal('targetId', ['ada', 'cy']))).body.total,
    ).toBe(2)
    expect((await list(queries.cursorAfter('s-ada'), queries.limit(1))).body).toMatchObject({
      total: 3,
      subscribers: [{ $id: 's-bob' }],
    })
    expect((await list(queries.equal('providerType', 'push'))).body).toEqual({ total: 0, subscribers: [] })
    expect((await list(queries.equal('name', 'x'))).status).toBe(400)
    const uncounted = await project.call('GET', '/messaging/topics/news/subscribers', {
      query: { total: '0' },
    })
    expect(uncounted.body).toMatchObject({ total: 0, subscribers: [{}, {}, {}] })
    const nowhere = await project.call('GET', '/messaging/topics/nothing/subscribers')
    expect(nowhere).toMatchObject({ status: 404, body: { type: 'topic_not_found' } })
  })

  test('a private topic takes the subscribers that a key brings', async () => {
    const project = await aTopicAnd(['ada'])
    await project.call('PATCH', '/messaging/topics/news', { body: { subscribe: [] } })
    expect((await subscribe(project, 'news', 's1', 'ada')).status).toBe(201)
  })
})

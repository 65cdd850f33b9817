import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import type { SubscriberBatchResult } from '../../contract/subscribers.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aPerson } from '../testing/people.ts'
import { aProject, type TestProject } from '../testing/project.ts'

describe.each(databases)('batches of subscribers on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  /** Each person has an e-mail target of the same id. */
  async function aTopicAnd(people: readonly string[]): Promise<TestProject> {
    const project = await aProject(server)
    await project.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    for (const id of people) {
      await aPerson(project.db, project.seq, id, [{ id, identifier: `${id}@example.org` }])
    }
    return project
  }

  async function batch({ call }: TestProject, body: object, topic = 'news') {
    const answer = await call('POST', `/messaging/topics/${topic}/subscribers/batch`, { body })
    const results: SubscriberBatchResult[] = answer.body.results ?? []
    return {
      ...answer,
      said: results.map(({ status, subscriber, error }) => [
        status,
        subscriber?.$id ?? null,
        error?.type ?? null,
      ]),
    }
  }

  async function inTopic({ call }: TestProject, topic = 'news') {
    const { emailTotal, smsTotal, pushTotal } = (await call('GET', `/messaging/topics/${topic}`)).body
    const { body } = await call('GET', `/messaging/topics/${topic}/subscribers`, {
      query: { 'queries[]': queries.limit(5000) },
    })
    const ids: string[] = body.subscribers.map((subscriber: { $id: string }) => subscriber.$id)
    return { totals: [emailTotal, smsTotal, pushTotal], ids }
  }

  test('each row has its result, and one that fails does not stop the others', async () => {
    const project = await aTopicAnd(['ada', 'bob', 'cy', 'eve'])
    await aPerson(project.db, project.seq, 'dee', [
      { id: 'phone', identifier: '+14155550123', type: 'sms' },
      { id: 'device', identifier: 'ToKen', type: 'push' },
    ])
    await batch(project, { add: [{ subscriberId: 's-ada', targetId: 'ada' }] })
    const { status, body, said } = await batch(project, {
      add: [
        { subscriberId: 's-bob', targetId: 'bob' },
        { subscriberId: 's-ada2', targetId: 'ada' },
        { targetId: 'nobody' },
        { subscriberId: 's-ada', targetId: 'eve' },
        { subscriberId: 's-cy', identifier: 'CY@Example.org' },
        { subscriberId: 's-cy2', identifier: 'cy@example.org' },
        { subscriberId: 's-phone', identifier: '+14155550123' },
        { subscriberId: 's-device', identifier: 'ToKen' },
        { identifier: 'token' },
        { identifier: 'x@nowhere.example' },
      ],
    })
    expect(status).toBe(200)
    expect(said).toEqual([
      ['added', 's-bob', null],
      ['failed', 's-ada', 'subscriber_already_exists'],
      ['failed', null, 'user_target_not_found'],
      ['failed', null, 'subscriber_already_exists'],
      ['added', 's-cy', null],
      ['failed', 's-cy', 'subscriber_already_exists'],
      ['added', 's-phone', null],
      ['added', 's-device', null],
      ['failed', null, 'user_target_not_found'],
      ['failed', null, 'user_target_not_found'],
    ])
    expect(body).toMatchObject({ addedTotal: 4, removedTotal: 0, failedTotal: 6 })
    expect(body.results[0].subscriber).toEqual(
      (await project.call('GET', '/messaging/topics/news/subscribers/s-bob')).body,
    )
    expect(await inTopic(project)).toEqual({
      totals: [3, 1, 1],
      ids: ['s-ada', 's-bob', 's-cy', 's-phone', 's-device'],
    })
  })

  test('removals name a subscriber, its target or its address, and come before the additions', async () => {
    const project = await aTopicAnd(['ada', 'bob', 'cy', 'dee'])
    const others = { add: ['ada', 'bob', 'cy'].map((id) => ({ subscriberId: id, targetId: id })) }
    await project.call('POST', '/messaging/topics', { body: { topicId: 'other', name: 'Other' } })
    await batch(project, others)
    const { said, body } = await batch(project, {
      add: [
        { subscriberId: 'again', targetId: 'ada' },
        { subscriberId: 'bob', targetId: 'dee' },
      ],
      remove: [
        { subscriberId: 'ada' },
        { subscriberId: 'ada' },
        { targetId: 'bob' },
        { identifier: 'CY@example.org' },
        { subscriberId: 'nothing' },
      ],
    })
    expect(said).toEqual([
      ['added', 'again', null],
      ['added', 'bob', null],
      ['removed', 'ada', null],
      ['failed', null, 'subscriber_not_found'],
      ['removed', 'bob', null],
      ['removed', 'cy', null],
      ['failed', null, 'subscriber_not_found'],
    ])
    expect(body).toMatchObject({ addedTotal: 2, removedTotal: 3, failedTotal: 2 })
    expect(body.results[2].subscriber).toMatchObject({ targetId: 'ada', topicId: 'news' })
    expect(await inTopic(project)).toEqual({ totals: [2, 0, 0], ids: ['again', 'bob'] })
    const elsewhere = await batch(project, { remove: [{ subscriberId: 'again' }] }, 'other')
    expect(elsewhere.said).toEqual([['failed', null, 'subscriber_not_found']])
    expect((await inTopic(project)).totals).toEqual([2, 0, 0])
  })

  test('what was removed can be put back as it was called', async () => {
    const project = await aTopicAnd(['ada', 'bob'])
    await batch(project, { add: [{ targetId: 'ada' }, { targetId: 'bob' }] })
    const before = await inTopic(project)
    const { body } = await batch(project, { remove: before.ids.map((subscriberId) => ({ subscriberId })) })
    expect((await inTopic(project)).totals).toEqual([0, 0, 0])
    const results: SubscriberBatchResult[] = body.results
    const back = results.map(({ subscriber }) => ({
      subscriberId: subscriber?.$id,
      targetId: subscriber?.targetId,
    }))
    await batch(project, { add: back })
    expect(await inTopic(project)).toEqual(before)
  })

  test('a dry run says what would become of each row, and changes nothing', async () => {
    const project = await aTopicAnd(['ada', 'bob', 'cy'])
    await batch(project, { add: [{ subscriberId: 's-ada', targetId: 'ada' }, { targetId: 'cy' }] })
    const before = await inTopic(project)
    const wish = {
      add: [
        { subscriberId: 's-bob', identifier: 'bob@example.org' },
        { identifier: 'ADA@example.org' },
        { identifier: 'x@nowhere.example' },
      ],
      remove: [{ identifier: 'cy@example.org' }],
    }
    const tried = await batch(project, { ...wish, dryRun: true })
    expect(tried.said).toEqual([
      ['added', 's-bob', null],
      ['failed', 's-ada', 'subscriber_already_exists'],
      ['failed', null, 'user_target_not_found'],
      ['removed', before.ids[1], null],
    ])
    expect(await inTopic(project)).toEqual(before)
    const { body: activity } = await project.call('GET', '/messaging/topics/news/logs')
    expect(activity.total).toBe(2)
    const done = await batch(project, wish)
    expect(done.said).toEqual(tried.said)
  })

  test('a batch is one entry that says what happened; one that changed nothing is none', async () => {
    const project = await aTopicAnd(['ada', 'bob'])
    await batch(project, {
      add: [
        { subscriberId: 's1', targetId: 'ada' },
        { subscriberId: 's2', targetId: 'bob' },
        { targetId: 'x' },
      ],
    })
    await batch(project, { add: [{ targetId: 'ada' }] })
    await batch(project, { remove: [{ subscriberId: 's1' }] })
    const { body } = await project.call('GET', '/messaging/topics/news/logs')
    expect(body.logs).toMatchObject([
      { event: 'subscriber.batch', changes: { emailTotal: [2, 1], removed: [null, ['s1']] } },
      {
        event: 'subscriber.batch',
        changes: { emailTotal: [0, 2], added: [null, ['s1', 's2']], failed: [null, 1] },
      },
      { event: 'topic.create' },
    ])
  })

  test("the ids of a deleted topic's subscribers are free for a batch", async () => {
    const project = await aTopicAnd(['ada', 'bob'])
    await project.call('POST', '/messaging/topics', { body: { topicId: 'other', name: 'Other' } })
    await batch(project, { add: [{ subscriberId: 's1', targetId: 'ada' }] })
    await project.call('DELETE', '/messaging/topics/news')
    const add = [
      { subscriberId: 's1', targetId: 'bob' },
      { subscriberId: 's2', targetId: 'ada' },
    ]
    const { said } = await batch(project, { add }, 'other')
    expect(said).toEqual([
      ['added', 's1', null],
      ['added', 's2', null],
    ])
    expect((await inTopic(project, 'other')).totals).toEqual([2, 0, 0])
  })

  test('a thousand rows go, one more does not, nor does a row that names nothing or too much', async () => {
    const project = await aTopicAnd(Array.from({ length: 1000 }, (_, n) => `p${n}`))
    const rows = Array.from({ length: 1000 }, (_, n) => ({ subscriberId: `p${n}`, targetId: `p${n}` }))
    for (const wrong of [
      {},
      { add: [], remove: [] },
      { add: [...rows, { targetId: 'x' }] },
      { add: rows, remove: [{ targetId: 'x' }] },
      { add: [{ subscriberId: 's1' }] },
      { add: [{ targetId: 'p1', identifier: 'p1@example.org' }] },
      { remove: [{}] },
      { remove: [{ subscriberId: 'p1', targetId: 'p1' }] },
      { remove: [{ subscriberId: 'unique()' }] },
      { add: [7] },
      { add: 'p1' },
    ]) {
      expect((await batch(project, wrong)).status).toBe(400)
    }
    expect((await batch(project, { add: rows }, 'nothing')).body.type).toBe('topic_not_found')
    expect((await batch(project, { add: rows })).body).toMatchObject({ addedTotal: 1000, failedTotal: 0 })
    expect(await inTopic(project)).toEqual({
      totals: [1000, 0, 0],
      ids: rows.map(({ subscriberId }) => subscriberId),
    })
  })

  test('the totals are right after batches that want the same, in any order, while people and targets go', async () => {
    const people = Array.from({ length: 12 }, (_, n) => `p${n}`)
    const project = await aTopicAnd(people)
    const { call, db, seq } = project
    await call('POST', '/messaging/topics', { body: { topicId: 'other', name: 'Other' } })
    const add = people.map((id) => ({ targetId: id }))
    const remove = people.map((id) => ({ targetId: id }))
    const answers = await Promise.all(
      ['news', 'other', 'news', 'other'].flatMap((topic) => [
        batch(project, { add }, topic),
        batch(project, { add: add.toReversed() }, topic),
        batch(project, { remove: remove.slice(0, 6), add: add.slice(6).toReversed() }, topic),
        batch(project, { remove: remove.slice(3).toReversed(), add: add.slice(0, 3) }, topic),
        call('POST', `/messaging/topics/${topic}/subscribers`, {
          body: { subscriberId: 'unique()', targetId: 'p7' },
        }),
        call('DELETE', topic === 'news' ? '/users/p1' : '/users/p2/targets/p2'),
      ]),
    )
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    const rows = await db
      .selectFrom('topics as t')
      .leftJoin('subscribers as s', 's.topic', 't.seq')
      .select(['t.id', 't.email_total'])
      .select((row) => row.fn.count<number>('s.seq').as('counted'))
      .where('t.project', '=', seq)
      .groupBy('t.seq')
      .execute()
    expect(rows.map((row) => row.email_total)).toEqual(rows.map((row) => row.counted))
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'

type Headers = Record<string, string>

describe.each(databases)('end users and subscribers on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  /** Ada and Bob, each with an e-mail target of the same id, and a topic for all who are signed in. */
  async function aTopicFor(subscribe: readonly string[] = ['users']): Promise<TestProject> {
    const project = await aProject(server)
    await project.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News', subscribe } })
    for (const id of ['ada', 'bob']) {
      await project.call('POST', '/users', { body: { userId: id, name: id } })
      await project.call('POST', `/users/${id}/targets`, {
        body: { targetId: id, providerType: 'email', identifier: `${id}@example.org` },
      })
    }
    return project
  }

  function subscribe(
    { call }: TestProject,
    headers: Headers,
    { topic = 'news', id = 'unique()', target = 'ada' } = {},
  ) {
    const body = { subscriberId: id, targetId: target }
    return call('POST', `/messaging/topics/${topic}/subscribers`, { headers, body })
  }

  const said = ({ status, body }: { status: number; body: { type?: string } }) =>
    status < 300 ? status : `${status} ${body.type}`

  test.each(['session', 'JWT'])('by a %s people subscribe and unsubscribe their own targets', async (by) => {
    const project = await aTopicFor()
    const ada: Headers =
      by === 'session'
        ? await project.asUser('ada')
        : { 'x-appwrite-key': '', 'x-appwrite-jwt': (await project.call('POST', '/users/ada/jwts')).body.jwt }
    const made = await subscribe(project, ada, { id: 's1' })
    expect(made).toMatchObject({
      status: 201,
      body: { $id: 's1', userId: 'ada', target: { identifier: 'ada@example.org' } },
    })
    const path = '/messaging/topics/news/subscribers/s1'
    expect((await project.call('GET', path, { headers: ada })).body).toEqual(made.body)
    const counted = async () => (await project.call('GET', '/messaging/topics/news')).body.emailTotal
    expect(await counted()).toBe(1)
    expect((await project.call('DELETE', path, { headers: ada })).status).toBe(204)
    expect(await counted()).toBe(0)
    const { body } = await project.call('GET', '/logs', {
      query: { 'queries[]': [queries.equal('resourceId', 's1')] },
    })
    expect(body.logs).toMatchObject([
      { event: 'subscriber.delete', userId: 'ada', userType: 'user', mode: 'default' },
      { event: 'subscriber.create', userId: 'ada', userType: 'user', mode: 'default' },
    ])
  })

  test('who may is asked before what, and what before whether it is there already', async () => {
    const project = await aTopicFor(['user:bob'])
    const [ada, bob] = [await project.asUser('ada'), await project.asUser('bob')]
    await subscribe(project, {}, { id: 's1', target: 'bob' })
    const answers = {
      'no topic, no role, no target': await subscribe(project, ada, { topic: 'none', target: 'none' }),
      'no role, no target': await subscribe(project, ada, { target: 'none' }),
      'no role': await subscribe(project, ada),
      'no target, and the id is taken': await subscribe(project, bob, { id: 's1', target: 'none' }),
      'a foreign target, and the id is taken': await subscribe(project, bob, { id: 's1' }),
      'the id is taken': await subscribe(project, bob, { id: 's1', target: 'bob' }),
      'the target is subscribed': await subscribe(project, bob, { id: 's2', target: 'bob' }),
    }
    expect(Object.fromEntries(Object.entries(answers).map(([what, answer]) => [what, said(answer)]))).toEqual(
      {
        'no topic, no role, no target': '404 topic_not_found',
        'no role, no target': '401 user_unauthorized',
        'no role': '401 user_unauthorized',
        'no target, and the id is taken': '404 user_target_not_found',
        'a foreign target, and the id is taken': '404 user_target_not_found',
        'the id is taken': '409 subscriber_already_exists',
        'the target is subscribed': '409 subscriber_already_exists',
      },
    )
    expect((await project.call('GET', '/messaging/topics/news')).body.emailTotal).toBe(1)
  })

  test("Q9: another person's target is none, whatever its type and topic, and a key subscribes it", async () => {
    const project = await aTopicFor(['any'])
    const ada = await project.asUser('ada')
    const foreign = await subscribe(project, ada, { target: 'bob' })
    const unknown = await subscribe(project, ada, { target: 'none' })
    expect(said(foreign)).toBe('404 user_target_not_found')
    expect(foreign.body).toEqual(unknown.body)
    expect((await project.call('GET', '/messaging/topics/news')).body.emailTotal).toBe(0)
    expect((await subscribe(project, {}, { target: 'bob' })).status).toBe(201)
  })

  test.each([
    ['any', 201],
    ['users', 201],
    ['users/verified', 401],
    ['users/unverified', 201],
    ['user:ada', 201],
    ['user:bob', 401],
    ['user:ada/verified', 401],
    ['label:vip', 201],
    ['label:staff', 401],
    ['guests', 401],
    ['team:vip', 401],
    ['team:vip/owner', 401],
    ['member:ada', 401],
  ])(
    'a topic that is open to %s answers Ada, who is not verified and has the label vip, %i',
    async (role, status) => {
      const project = await aTopicFor([role])
      await project.call('PUT', '/users/ada/labels', { body: { labels: ['vip'] } })
      const answer = await subscribe(project, await project.asUser('ada'))
      expect(answer.status).toBe(status)
      if (status === 401) expect(answer.body.type).toBe('user_unauthorized')
    },
  )

  test('roles are those of the moment: a verified address lets in, and its loss shuts out', async () => {
    const project = await aTopicFor(['users/verified'])
    const ada = await project.asUser('ada')
    expect((await subscribe(project, ada)).status).toBe(401)
    await project.call('PATCH', '/users/ada/verification', { body: { emailVerification: true } })
    expect((await subscribe(project, ada, { id: 's1' })).status).toBe(201)
    await project.call('PATCH', '/users/ada/verification', { body: { emailVerification: false } })
    // Whoever is in may leave, whatever the topic asks for by now.
    expect(
      (await project.call('DELETE', '/messaging/topics/news/subscribers/s1', { headers: ada })).status,
    ).toBe(204)
    expect((await subscribe(project, ada)).status).toBe(401)
  })

  test('a topic that is open to nobody takes the subscribers that keys and administrators bring', async () => {
    const project = await aTopicFor([])
    expect(said(await subscribe(project, await project.asUser('ada')))).toBe('401 user_unauthorized')
    expect((await subscribe(project, {})).status).toBe(201)
    expect((await subscribe(project, await project.signedIn('editor'), { target: 'bob' })).status).toBe(201)
  })

  test('guests are refused, also by a topic that is open to them', async () => {
    const project = await aTopicFor(['any', 'guests'])
    await subscribe(project, {}, { id: 's1' })
    const guest = { 'x-appwrite-key': '' }
    const answers = [
      await subscribe(project, guest),
      await project.call('GET', '/messaging/topics/news/subscribers', { headers: guest }),
      await project.call('GET', '/messaging/topics/news/subscribers/s1', { headers: guest }),
      await project.call('DELETE', '/messaging/topics/news/subscribers/s1', { headers: guest }),
    ]
    expect(answers.map(said)).toEqual(Array(4).fill('401 general_unauthorized_scope'))
  })

  describe('among subscribers of several people', () => {
    async function bothSubscribed() {
      const project = await aTopicFor()
      await project.call('POST', '/users/ada/targets', {
        body: { targetId: 'phone', providerType: 'sms', identifier: '+14155550123' },
      })
      for (const [id, target] of [
        ['s-bob', 'bob'],
        ['s-ada', 'ada'],
        ['s-phone', 'phone'],
      ]) {
        await subscribe(project, {}, { id, target })
      }
      return { project, ada: await project.asUser('ada') }
    }

    test('each sees his own, in the list, its total and by its id', async () => {
      const { project, ada } = await bothSubscribed()
      const list = async (query: Record<string, string | string[]> = {}) => {
        const path = '/messaging/topics/news/subscribers'
        const { body } = await project.call('GET', path, { headers: ada, query })
        return body.type ?? [body.total, body.subscribers.map(({ $id }: { $id: string }) => $id)]
      }
      expect(await list()).toEqual([2, ['s-ada', 's-phone']])
      expect(await list({ 'queries[]': [queries.limit(1)] })).toEqual([2, ['s-ada']])
      expect(await list({ 'queries[]': [queries.limit(1), queries.equal('providerType', 'email')] })).toEqual(
        [1, ['s-ada']],
      )
      expect(await list({ 'queries[]': [queries.equal('userId', 'bob')] })).toEqual([0, []])
      expect(await list({ search: 'bob' })).toEqual([0, []])
      expect(await list({ search: 'example bob@example.org s-bob ada' })).toEqual([2, ['s-ada', 's-phone']])
      expect(await list({ 'queries[]': [queries.cursorAfter('s-ada')] })).toEqual([2, ['s-phone']])
      expect(await list({ 'queries[]': [queries.cursorAfter('s-bob')] })).toBe('general_cursor_not_found')
      const one = async (id: string, topic = 'news') =>
        said(await project.call('GET', `/messaging/topics/${topic}/subscribers/${id}`, { headers: ada }))
      expect(await one('s-ada')).toBe(200)
      expect(await one('s-bob')).toBe('404 subscriber_not_found')
      expect(await one('s-ada', 'none')).toBe('404 topic_not_found')
    })

    test("nobody removes another person's, and it is as if it were not there", async () => {
      const { project, ada } = await bothSubscribed()
      const remove = (id: string, topic = 'news') =>
        project.call('DELETE', `/messaging/topics/${topic}/subscribers/${id}`, { headers: ada })
      const [foreign, unknown] = [await remove('s-bob'), await remove('nothing')]
      expect(said(foreign)).toBe('404 subscriber_not_found')
      expect(foreign.body).toEqual(unknown.body)
      expect(said(await remove('s-ada', 'none'))).toBe('404 topic_not_found')
      expect((await remove('s-ada')).status).toBe(204)
      expect((await project.call('GET', '/messaging/topics/news/subscribers')).body.total).toBe(2)
      expect((await project.call('GET', '/messaging/topics/news')).body).toMatchObject({
        emailTotal: 1,
        smsTotal: 1,
      })
    })

    test('what people did to a subscriber is for administrators and keys to read', async () => {
      const { project, ada } = await bothSubscribed()
      const path = '/messaging/subscribers/s-ada/logs'
      expect(said(await project.call('GET', path, { headers: ada }))).toBe('401 general_unauthorized_scope')
      expect((await project.call('GET', path)).body).toMatchObject({
        total: 1,
        logs: [{ event: 'subscriber.create' }],
      })
    })
  })
})

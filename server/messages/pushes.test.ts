import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases, setNow } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'

const nine = '2030-03-01T09:00:00.000+00:00'

describe.each(databases)('push notifications on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })
  beforeEach(async () => {
    await setNow(server.database.db, nine)
  })

  async function aProjectWithDevice(): Promise<TestProject> {
    const project = await aProject(server)
    await project.call('POST', '/users', { body: { userId: 'ada' } })
    for (const [targetId, providerType, identifier] of [
      ['phone', 'push', 'dEv1ce:t0ken'],
      ['mail', 'email', 'ada@example.org'],
    ]) {
      await project.call('POST', '/users/ada/targets', { body: { targetId, providerType, identifier } })
    }
    return project
  }

  const draft = { messageId: 'm1', draft: true }
  const create = ({ call }: TestProject, body: object) => call('POST', '/messaging/messages/push', { body })
  const change = ({ call }: TestProject, body: object) =>
    call('PATCH', '/messaging/messages/push/m1', { body })
  const refusal = ({ status, body }: Answer) => [status, body.type]

  const everything = {
    title: 'Door bell',
    body: 'Somebody is there',
    data: { door: 'front', nested: { list: [1, { deep: null }], text: '' } },
    action: 'open',
    icon: 'bell',
    sound: 'ding.wav',
    color: '#aa8844',
    tag: 'door',
    badge: 0,
    contentAvailable: true,
    critical: true,
    priority: 'normal',
  }

  test('it carries what was set, data as they were nested', async () => {
    const project = await aProjectWithDevice()
    const made = await create(project, { ...draft, ...everything, targets: ['phone'] })
    expect(made).toMatchObject({ status: 201, body: { providerType: 'push', targets: ['phone'] } })
    expect(made.body.data).toEqual(everything)
    expect((await project.call('GET', '/messaging/messages/m1')).body).toEqual(made.body)
  })

  test.each([
    ['nothing', {}],
    [
      'empty texts',
      { title: '', body: '', action: '', image: '', icon: '', sound: '', color: '', tag: '', data: null },
    ],
    ['no badge, and flags that say no', { badge: -1, contentAvailable: false, critical: false }],
  ])('of %s only the priority is kept, which is high', async (_, sent) => {
    const project = await aProject(server)
    expect((await create(project, { ...draft, ...sent })).body.data).toEqual({ priority: 'high' })
  })

  test('the priority is kept in lower case, however it was written', async () => {
    const project = await aProject(server)
    expect((await create(project, { ...draft, priority: 'NORMAL' })).body.data.priority).toBe('normal')
    expect((await change(project, { priority: 'High' })).body.data.priority).toBe('high')
    expect((await change(project, { priority: 'urgent' })).body).toMatchObject({
      code: 400,
      params: [{ path: 'priority' }],
    })
  })

  test.each([
    ['an object', { a: { b: [1] } }, { a: { b: [1] } }],
    ['the text of one', '{"a":{"b":[1]}}', { a: { b: [1] } }],
    ['an empty list, as some languages write an empty object', [], {}],
    ['the text of an empty object', '{}', {}],
    ['names that objects have by themselves', '{"__proto__":{"a":1},"constructor":"x"}', undefined],
  ])('data may be %s', async (_, data, kept) => {
    const project = await aProject(server)
    const made = await create(project, { ...draft, data })
    expect(JSON.stringify(made.body.data.data)).toBe(kept ? JSON.stringify(kept) : data)
  })

  test.each([
    ['a list', [1]],
    ['a number', 7],
    ['a text that is no JSON', 'door'],
    ['the text of a list', '[1]'],
    ['a text that hides a NUL', '{"a":"\\u0000"}'],
    ['a text that hides half a character', '{"\\ud800":1}'],
    ['a text that is nested too deep', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  ])('data may not be %s', async (_, data) => {
    const project = await aProject(server)
    const refused = await create(project, { ...draft, data })
    expect(refusal(refused)).toEqual([400, 'general_argument_invalid'])
    expect(refused.body.params[0].path).toMatch(/^data/)
  })

  test.each([
    ['title', 'x'.repeat(257)],
    ['body', 'x'.repeat(64_231)],
    ['action', 'x'.repeat(257)],
    ['badge', 2 ** 31],
    ['badge', 1.5],
    ['critical', 'perhaps'],
    ['image', 'no-colon'],
  ])('%s %j is refused', async (path, value) => {
    const project = await aProject(server)
    const refused = await create(project, { ...draft, [path]: value })
    expect(refused).toMatchObject({ status: 400, body: { params: [{ path }] } })
  })

  test('one without any text is taken', async () => {
    const project = await aProjectWithDevice()
    expect((await create(project, { messageId: 'm1', targets: ['phone'] })).body).toMatchObject({
      status: 'processing',
      data: { priority: 'high' },
    })
  })

  test('only devices are targets', async () => {
    const project = await aProjectWithDevice()
    expect(refusal(await create(project, { ...draft, targets: ['phone', 'mail'] }))).toEqual([
      400,
      'message_target_not_push',
    ])
  })

  test('a change merges field by field, and an empty text takes its field away', async () => {
    const project = await aProjectWithDevice()
    await create(project, { ...draft, ...everything })
    const { tag: _, ...rest } = everything
    const sent = { title: 'Bell', data: { other: 1 }, tag: '', badge: -1, critical: false, icon: null }
    expect((await change(project, sent)).body.data).toEqual({
      ...rest,
      title: 'Bell',
      data: { other: 1 },
      badge: -1,
      critical: false,
    })
  })

  test('an image in a bucket that is not there is refused', async () => {
    const project = await aProject(server)
    expect(await create(project, { ...draft, image: 'pictures:bell' })).toMatchObject({
      status: 404,
      body: { type: 'storage_bucket_not_found', params: [{ path: 'image' }] },
    })
  })

  test('it is found by its title', async () => {
    const project = await aProject(server)
    await create(project, { messageId: 'm1', draft: true, title: 'Door bell', body: 'Ring' })
    await create(project, { messageId: 'm2', draft: true, title: 'Fire' })
    const { body } = await project.call('GET', '/messaging/messages', { query: { search: 'bell' } })
    expect(body).toMatchObject({ total: 1, messages: [{ $id: 'm1' }] })
  })
})

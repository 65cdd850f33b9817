import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '../testing/app.ts'
import { aDatabase } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'

let server: TestServer
let project: TestProject
beforeAll(async () => {
  server = await aServer({ database: await aDatabase() })
})
beforeEach(async () => {
  project = await aProject(server)
  await project.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
})

const topics = (query: Record<string, string | string[]>) =>
  project.call('GET', '/messaging/topics', { query })

describe('a path', () => {
  test('may end with a slash', async () => {
    expect((await project.call('GET', '/messaging/topics/')).body.total).toBe(1)
    expect((await project.call('GET', '/messaging/topics/news/')).body.$id).toBe('news')
  })

  test('has the last word about what it names', async () => {
    const body = { topicId: 'other', name: 'Old news' }
    const changed = await project.call('PATCH', '/messaging/topics/news', {
      body,
      query: { topicId: 'third' },
    })
    expect(changed).toMatchObject({ status: 200, body: { $id: 'news', name: 'Old news' } })
  })
})

describe('a body', () => {
  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['no JSON', '{"name":'],
    ['a list', '[1]'],
    ['a text', '"name"'],
    ['null', 'null'],
  ])('that is %s counts as an empty object', async (_, payload) => {
    const headers = payload === undefined ? {} : { 'content-type': 'application/json' }
    const made = await project.call('POST', '/messaging/topics', { body: payload, headers })
    expect(made).toMatchObject({
      status: 400,
      body: { type: 'general_argument_invalid', params: [{ path: 'topicId' }, { path: 'name' }] },
    })
    const changed = await project.call('PATCH', '/messaging/topics/news', { body: payload, headers })
    expect(changed).toMatchObject({ status: 200, body: { name: 'News' } })
  })

  test('of a deletion says nothing, as the official SDK sends it', async () => {
    const gone = await project.call('DELETE', '/messaging/topics/news', { body: {} })
    expect([gone.status, gone.text]).toEqual([204, ''])
  })

  test('may say what nobody asked for, and null for what it leaves out', async () => {
    const body = { topicId: 't', name: 'T', subscribe: null, security: 'tls', $permissions: [] }
    expect(await project.call('POST', '/messaging/topics', { body })).toMatchObject({
      status: 201,
      body: { subscribe: ['users'] },
    })
  })

  test('may have a list as an object with numbers for keys', async () => {
    const changes = { subscribe: { 0: 'any', 1: 'label:vip' } }
    const changed = await project.call('PATCH', '/messaging/topics/news', { body: changes })
    expect(changed.body.subscribe).toEqual(['any', 'label:vip'])
    const wrong = await project.call('PATCH', '/messaging/topics/news', {
      body: { subscribe: { first: 'any' } },
    })
    expect(wrong).toMatchObject({ status: 400, body: { params: [{ path: 'subscribe' }] } })
  })

  test('may name the project, and so may the address', async () => {
    const headers = { 'x-appwrite-project': '' }
    const body = { topicId: 'named', name: 'N', project: project.id }
    expect((await project.call('POST', '/messaging/topics', { headers, body })).status).toBe(201)
    const query = { project: project.id }
    expect((await project.call('GET', '/messaging/topics/named', { headers, query })).status).toBe(200)
  })
})

describe('a query', () => {
  const none = '{"method":"equal","attribute":"name","values":["Nothing"]}'
  const one = '{"method":"limit","values":[1]}'

  test.each([
    ['numbered', `queries[0]=${encodeURIComponent(none)}&queries[1]=${encodeURIComponent(one)}`],
    ['with empty brackets', `queries[]=${encodeURIComponent(none)}&queries[]=${encodeURIComponent(one)}`],
    ['with encoded brackets', `queries%5B0%5D=${encodeURIComponent(none)}`],
    ['without brackets', `queries=${encodeURIComponent(none)}`],
  ])('may be a list that is %s', async (_, text) => {
    const { body } = await project.call('GET', `/messaging/topics?${text}`)
    expect(body).toEqual({ total: 0, topics: [] })
  })

  test.each([
    ['true', 1],
    ['1', 1],
    ['false', 0],
    ['0', 0],
  ])('may say %s for yes or no', async (total, counted) => {
    expect((await topics({ total })).body).toMatchObject({ total: counted, topics: [{ $id: 'news' }] })
  })

  test('may not say perhaps', async () => {
    expect(await topics({ total: 'perhaps' })).toMatchObject({
      status: 400,
      body: { type: 'general_argument_invalid', params: [{ path: 'total' }] },
    })
  })
})

test.each([
  ['/messaging/topics', { topicId: 7, name: 'N' }, 'topicId', 'must be a text'],
  ['/messaging/topics', { name: 'N' }, 'topicId', 'is required'],
  ['/messaging/topics', { topicId: 't', name: [] }, 'name', 'must be a text'],
  ['/messaging/topics', { topicId: 't', name: 'N', subscribe: 'any' }, 'subscribe', 'must be a list'],
  ['/messaging/topics', { topicId: 't', name: 'N', subscribe: [7] }, 'subscribe.0', 'must be a text'],
  ['/users', { userId: 'u', email: 7 }, 'email', 'must be a text'],
  [
    '/storage/buckets',
    { bucketId: 'b', name: 'B', compression: 'rar' },
    'compression',
    'must be one of none, gzip, zstd',
  ],
  [
    '/messaging/messages/push',
    { messageId: 'm', priority: 'low' },
    'priority',
    'must be one of normal, high',
  ],
  [
    '/messaging/providers/smtp',
    { providerId: 'p', name: 'P', host: 'h', port: {} },
    'port',
    'must be a whole number',
  ],
])('POST %s with %j says of %s that it %s', async (path, body, param, message) => {
  const refused = await project.call('POST', path, { body })
  expect(refused).toMatchObject({
    status: 400,
    body: { message: `Invalid \`${param}\` param: ${message}.`, params: [{ path: param, message }] },
  })
})

test('a client that is newer than we are is answered as any other, and not warned', async () => {
  const usual = await project.call('GET', '/messaging/topics/news')
  const headers = { 'x-appwrite-response-format': '99.0.0' }
  const newer = await project.call('GET', '/messaging/topics/news', { headers })
  expect([newer.body, newer.headers['x-appwrite-warning']]).toEqual([usual.body, undefined])
})

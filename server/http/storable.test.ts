import { beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '../testing/app.ts'
import { aDatabase } from '../testing/database.ts'
import { refuseUnstorable } from './storable.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer({ database: await aDatabase() })
})

const deep = (levels: number): unknown => (levels === 0 ? 'bottom' : { a: deep(levels - 1) })
const push = (data: unknown) => ({ messageId: 'unique()', draft: true, title: 'Hello', data })
const path = '/messaging/messages/push'

test.each<[string, string, object]>([
  ['a NUL', 'title', { ...push({}), title: 'a\0b' }],
  ['a high surrogate alone', 'title', { ...push({}), title: 'a\ud83d' }],
  ['a low surrogate alone', 'title', { ...push({}), title: '\udd14b' }],
  ['surrogates in the wrong order', 'title', { ...push({}), title: '\udd14\ud83d' }],
  ['a NUL in a list', 'topics.1', { ...push({}), topics: ['news', '\0'] }],
  ['a NUL in a name', 'data.(name)', push({ 'a\0': 1 })],
  ['a surrogate alone in the text of JSON', 'data.a', push('{"a":"\\ud83d"}')],
  ['a name that nobody knows', 'unknown.(name)', { ...push({}), unknown: { '\ud83d': 1 } }],
  ['65 levels', 'data.a.a', push(deep(65))],
  ['65 levels as text', 'data.a.a', push(JSON.stringify(deep(65)))],
])('%s is refused by name: the database would not give it back', async (_, param, body) => {
  const answer = await server.call('POST', path, { body })
  expect(answer).toMatchObject({
    status: 400,
    body: { type: 'general_argument_invalid', params: [{ path: expect.stringContaining(param) }] },
  })
})

test('the same in an address and a query', async () => {
  const [inPath, inQuery] = await Promise.all([
    server.call('GET', '/messaging/topics/a%00b'),
    server.call('GET', '/messaging/topics?search=%00'),
  ])
  expect(inPath).toMatchObject({ status: 400, body: { params: [{ path: 'topicId' }] } })
  expect(inQuery).toMatchObject({ status: 400, body: { params: [{ path: 'search' }] } })
})

test('emoji, noncharacters and 62 levels below a field come back as they were', async () => {
  const data = { '🔔': 'a\u0001\uffff\u{10ffff}', deep: deep(60) }
  const { status, body } = await server.call('POST', path, { body: push(data) })
  expect({ status, data: body.data.data }).toEqual({ status: 201, data })
})

test('looking through a body takes about as long as reading it, however many entries it has', () => {
  const text = JSON.stringify({ unknown: new Array(500_000).fill(0) })
  const millisecondsFor = (work: () => unknown) => {
    const start = performance.now()
    work()
    return performance.now() - start
  }
  const quickest = (work: () => unknown) => Math.min(...[1, 2, 3].map(() => millisecondsFor(work)))
  const reading = quickest(() => JSON.parse(text))
  const looking = quickest(() => refuseUnstorable({ body: JSON.parse(text) }))
  expect(looking / reading).toBeLessThan(15)
})

test('of a list with thousands of wrong entries the first hundred are named', async () => {
  const { status, body } = await server.call('POST', path, {
    body: { ...push({}), topics: new Array(9999).fill('') },
  })
  expect({ status, named: body.params.length, first: body.params[0].path }).toEqual({
    status: 400,
    named: 100,
    first: 'topics.0',
  })
})

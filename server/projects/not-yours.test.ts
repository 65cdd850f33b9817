// What is there in another project is answered just as what is nowhere: on every route that names something by an id.
import { beforeAll, expect, test } from 'vitest'
import { api } from '../../contract/api.ts'
import { csvOf, type Endpoint } from '../../contract/endpoint.ts'
import { type Answer, aServer, eventually, type TestServer } from '../testing/app.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { formOf, upload, withBucket } from '../testing/upload.ts'

type Ids = Readonly<Record<string, string>>

const nowhere = 'nothing-has-this-id'

/** What the routes need beside the ids to get as far as looking for them. */
const bodies: Readonly<Record<string, object>> = {
  'POST /messaging/topics/:topicId/subscribers': { subscriberId: 's2', targetId: 'letterbox' },
  'POST /messaging/topics/:topicId/subscribers/batch': { add: [{ targetId: 'letterbox' }] },
  'POST /messaging/messages/:messageId/send': { inSeconds: 600 },
  'POST /messaging/deliveries/:deliveryId/settle': { as: 'sent' },
  'PATCH /users/:userId/name': { name: 'Ada' },
  'PATCH /users/:userId/email': { email: 'ada@example.org' },
  'PATCH /users/:userId/phone': { number: '+14155550100' },
  'PATCH /users/:userId/status': { status: true },
  'PUT /users/:userId/labels': { labels: [] },
  'PATCH /users/:userId/verification': { emailVerification: true },
  'PATCH /users/:userId/verification/phone': { phoneVerification: true },
  'POST /users/:userId/targets': { targetId: 'other', providerType: 'push', identifier: 'another token' },
  'PUT /account/targets/:targetId/push': { identifier: 'a third token' },
  'PUT /storage/buckets/:bucketId': { name: 'Bucket' },
}

const queries: Readonly<Record<string, Record<string, string>>> = {
  'GET /messaging/messages/:messageId/why': { q: 'ada@example.com' },
}

const endpoints = Object.values<Record<string, Endpoint>>(api)
  .flatMap((module) => Object.values(module))
  .flatMap((endpoint) => (endpoint.csv ? [endpoint, csvOf({ ...endpoint, csv: true })] : [endpoint]))
  .filter(({ access, path }) => /:/.test(path) && ['project', 'account'].includes(access.kind))
  // What is deleted is looked for before, and the inner before the outer.
  .toSorted((one, other) => placeOf(one) - placeOf(other))

function placeOf({ method, path }: Endpoint): number {
  return method === 'DELETE' ? 1000 - path.split('/').length : 0
}

let server: TestServer
let owner: TestProject
/** Has nothing. */
let stranger: TestProject
/** Has a person, a topic and a bucket of the same ids, with nothing in them. */
let twin: TestProject
let ids: Ids

beforeAll(async () => {
  server = await aServer({ deliver: true })
  owner = await aProject(server)
  stranger = await aProject(server)
  twin = await withBucket(await aProject(server))
  for (const userId of ['ada', 'bob']) await twin.call('POST', '/users', { body: { userId } })
  await twin.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
  await stranger.call('POST', '/users', { body: { userId: 'bob' } })
  ids = await fill(owner)
  return () => server.engine.stop()
})

/** With one of everything; answers with the ids that others chose. */
async function fill(project: TestProject): Promise<Ids> {
  const { call } = project
  const make = async (path: string, body: object, headers = {}) => {
    const made = await call('POST', path, { body, headers })
    expect([path, made.status, made.body]).toEqual([path, 201, expect.anything()])
    return made.body
  }
  for (const { method, path } of Object.values<Endpoint>(api.providers)) {
    const kind = /^\/messaging\/providers\/(\w+)$/.exec(path)?.[1]
    if (method !== 'POST' || !kind || kind === 'check') continue
    const own = { smtp: { host: 'mail.example.org' }, inbox: { type: 'email', enabled: true } }[kind]
    await make(path, { providerId: kind, name: kind, ...own })
  }
  await make('/messaging/topics', { topicId: 'news', name: 'News' })
  await make('/users', { userId: 'ada', name: 'Ada' })
  const letterbox = { targetId: 'letterbox', providerType: 'email', identifier: 'ada@example.com' }
  await make('/users/ada/targets', letterbox)
  await make('/messaging/topics/news/subscribers', { subscriberId: 's1', targetId: 'letterbox' })
  await make(
    '/account/targets/push',
    { targetId: 'phone', identifier: 'a token' },
    await project.asUser('ada'),
  )
  const session = await make('/users/ada/sessions', {})
  await withBucket(project)
  await upload(project)
  for (const type of ['email', 'sms', 'push']) {
    await make(`/messaging/messages/${type}`, { messageId: type, draft: true, users: ['ada'] })
  }
  const nothing = { identifier: 'nobody@example.com', providerType: 'email' }
  await make('/messaging/suppressions', { suppressionId: 'nothing-to-him', ...nothing })
  const hello = { subject: 'Hello', content: '<b>Good morning</b>', html: true }
  await make('/messaging/messages/email', {
    messageId: 'sent',
    ...hello,
    targets: ['letterbox'],
    attachments: ['b:f'],
  })
  const only = async (path: string, key: string) => {
    const isThere = ({ body }: Answer) => body[key].length > 0
    const { body } = await eventually(() => call('GET', path), isThere)
    return body[key][0].$id
  }
  return {
    deliveryId: await only('/messaging/messages/sent/deliveries', 'deliveries'),
    itemId: await only('/inbox/items', 'items'),
    logId: await only('/logs', 'logs'),
    sessionId: session.$id,
  }
}

/** Of what `fill` made. */
function idFor(name: string, { path }: Endpoint): string {
  const type = /\/(\w+)\/:(?:messageId|providerId)/.exec(path)?.[1] ?? ''
  const known: Ids = {
    providerId: type === 'providers' ? 'inbox' : type,
    messageId: type === 'messages' ? (/send|test/.test(path) ? 'email' : 'sent') : type,
    topicId: 'news',
    subscriberId: 's1',
    userId: 'ada',
    targetId: path.startsWith('/account') ? 'phone' : 'letterbox',
    bucketId: 'b',
    fileId: 'f',
    part: '1',
    suppressionId: 'nothing-to-him',
    ...ids,
  }
  const id = known[name]
  if (id === undefined) throw new Error(`this test has to make something that is named by :${name}`)
  return id
}

async function ask(
  project: TestProject,
  userId: string,
  endpoint: Endpoint,
  idOf: (name: string) => string,
): Promise<Answer> {
  const { method, path, access } = endpoint
  const asUser = access.kind === 'account' ? await project.asUser(userId) : {}
  const filled = path.replace(/:(\w+)/g, (_, name: string) => idOf(name))
  const form = endpoint.form && (await formOf({ fileId: 'unique()' }))
  const route = `${method} ${path}`
  const query = queries[route] ?? {}
  const body = form?.body ?? bodies[route] ?? (method === 'GET' ? undefined : {})
  const headers = { ...asUser, ...form?.headers }
  return project.call(method, filled, { headers, query, ...(body === undefined ? {} : { body }) })
}

const named = ({ path }: Endpoint) => path.match(/(?<=:)\w+/g) ?? []

test('every route answers for what another project has as for what nobody has', async () => {
  const differences: object[] = []
  const compare = async (project: TestProject, endpoint: Endpoint, isReplaced: (name: string) => boolean) => {
    const own = (name: string) => idFor(name, endpoint)
    const foreign = told(await ask(project, 'bob', endpoint, own))
    const unknown = told(
      await ask(project, 'bob', endpoint, (name) => (isReplaced(name) ? nowhere : own(name))),
    )
    const isRefused = /^\{"status":4/.test(foreign)
    if (foreign !== unknown || !isRefused)
      differences.push({ route: `${endpoint.method} ${endpoint.path}`, foreign, unknown })
  }
  for (const endpoint of endpoints) {
    await compare(stranger, endpoint, () => true)
    const [outer, inner] = named(endpoint)
    if (outer !== undefined && inner !== undefined) await compare(twin, endpoint, (name) => name === inner)
  }
  expect(differences).toEqual([])
})

test('its own project finds it, and has nothing else to say against how it is asked', async () => {
  const unfound: object[] = []
  for (const endpoint of endpoints) {
    const own = await ask(owner, 'ada', endpoint, (name) => idFor(name, endpoint))
    const isFound = own.status < 300 || (own.status < 500 && isRule(own.body?.type))
    if (!isFound) unfound.push({ route: `${endpoint.method} ${endpoint.path}`, own: told(own) })
  }
  expect(unfound).toEqual([])
})

/** A refusal for what the thing is, and not because it was not found or asked for in a wrong way. */
function isRule(type: string): boolean {
  return !/_not_found$|^general_|^user_unauthorized$/.test(type)
}

function told({ status, text, headers }: Answer): string {
  const { date: _, 'content-length': __, ...said } = headers
  return JSON.stringify({ status, text, said })
}

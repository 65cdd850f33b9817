// Every id that a client may choose: of fifty who choose the same one at once, one gets it, and the others leave nothing behind.
import { beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../contract/api.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { newId } from '../../contract/wire.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject, tally } from '../testing/project.ts'
import { upload, withBucket } from '../testing/upload.ts'

const many = 50
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

type Race = {
  /** With what each needs to be there. */
  readonly prepare?: (project: TestProject) => Promise<unknown>
  readonly create: (project: TestProject, n: number) => Promise<Answer>
  readonly refusal: string
  readonly list?: { readonly path: string; readonly key: string }
}

const creating = (path: string, body: (n: number) => object) => (project: TestProject, n: number) =>
  project.call('POST', path, { body: body(n) })

const ofMessages = (path: string, more: (n: number) => object): Race => ({
  create: creating(path, (n) => ({ messageId: 'one', draft: true, topics: [`t${n}`], ...more(n) })),
  refusal: 'message_already_exists',
  list: { path: '/messaging/messages', key: 'messages' },
})

async function addPeople({ call }: TestProject): Promise<void> {
  const addPerson = async (n: number) => {
    const made = await call('POST', '/users', { body: { userId: `u${n}` } })
    const body = { targetId: `t${n}`, providerType: 'push', identifier: `device ${n}` }
    const target = await call('POST', `/users/u${n}/targets`, { body })
    expect([made.status, target.status]).toEqual([201, 201])
  }
  for (const n of upTo(many)) await addPerson(n)
  expect(await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })).toMatchObject({
    status: 201,
  })
}

/** By route. Each of the fifty brings something of its own beside the id. */
const races: Readonly<Record<string, Race>> = {
  'POST /messaging/topics': {
    create: creating('/messaging/topics', (n) => ({ topicId: 'one', name: `Topic ${n}` })),
    refusal: 'topic_already_exists',
    list: { path: '/messaging/topics', key: 'topics' },
  },
  'POST /messaging/topics/:topicId/subscribers': {
    prepare: addPeople,
    create: creating('/messaging/topics/news/subscribers', (n) => ({
      subscriberId: 'one',
      targetId: `t${n}`,
    })),
    refusal: 'subscriber_already_exists',
    list: { path: '/messaging/subscribers', key: 'subscribers' },
  },
  'POST /messaging/messages/email': ofMessages('/messaging/messages/email', (n) => ({ subject: `No. ${n}` })),
  'POST /messaging/messages/sms': ofMessages('/messaging/messages/sms', (n) => ({ content: `No. ${n}` })),
  'POST /messaging/messages/push': ofMessages('/messaging/messages/push', (n) => ({ title: `No. ${n}` })),
  'POST /users': {
    create: creating('/users', (n) => ({
      userId: 'one',
      email: `p${n}@example.org`,
      phone: `+1415555${1000 + n}`,
    })),
    refusal: 'user_already_exists',
    list: { path: '/users', key: 'users' },
  },
  'POST /account': {
    create: ({ call }, n) => {
      const body = { userId: 'one', email: `p${n}@example.org`, password: 'correct horse' }
      return call('POST', '/account', { body, headers: { 'x-appwrite-key': '' } })
    },
    refusal: 'user_already_exists',
    list: { path: '/users', key: 'users' },
  },
  'POST /users/:userId/targets': {
    prepare: addPeople,
    create: creating('/users/u1/targets', (n) => ({
      targetId: 'one',
      providerType: 'push',
      identifier: `another device ${n}`,
    })),
    refusal: 'user_target_already_exists',
  },
  'POST /account/targets/push': {
    prepare: addPeople,
    create: async (project, n) => {
      const headers = await project.asUser(`u${n}`)
      const body = { targetId: 'one', identifier: `another device ${n}` }
      return project.call('POST', '/account/targets/push', { body, headers })
    },
    refusal: 'user_target_already_exists',
  },
  'POST /messaging/suppressions': {
    create: creating('/messaging/suppressions', (n) => ({
      suppressionId: 'one',
      providerType: 'email',
      identifier: `p${n}@example.org`,
    })),
    refusal: 'suppression_already_exists',
    list: { path: '/messaging/suppressions', key: 'suppressions' },
  },
  'POST /storage/buckets': {
    create: creating('/storage/buckets', (n) => ({ bucketId: 'one', name: `Bucket ${n}` })),
    refusal: 'storage_bucket_already_exists',
    list: { path: '/storage/buckets', key: 'buckets' },
  },
  'POST /storage/buckets/:bucketId/files': {
    prepare: withBucket,
    create: (project, n) => upload(project, { fileId: 'one', content: `file ${n}` }),
    refusal: 'storage_file_already_exists',
    list: { path: '/storage/buckets/b/files', key: 'files' },
  },
}

const kinds = Object.values(api.providers).flatMap((endpoint: Endpoint) =>
  takesNewId(endpoint) ? [endpoint.path] : [],
)
const ofProviders = Object.fromEntries(
  kinds.map((path): [string, Race] => [
    `POST ${path}`,
    {
      create: creating(path, (n) => ({
        providerId: 'one',
        name: `Provider ${n}`,
        ...(path.endsWith('smtp') ? { host: 'mail.example.org' } : {}),
        ...(path.endsWith('inbox') ? { type: 'email' } : {}),
      })),
      refusal: 'provider_already_exists',
      list: { path: '/messaging/providers', key: 'providers' },
    },
  ]),
)
const every = { ...races, ...ofProviders }

/** As zod keeps it; one with a default has the field in it. */
type Field = { readonly def?: { readonly innerType?: unknown } }

/** Whether the body or the form has a field for an id that the client chooses. */
function takesNewId({ body, form }: Endpoint): boolean {
  const { shape = {} } = (body ?? form ?? {}) as { readonly shape?: Readonly<Record<string, Field>> }
  return Object.values(shape).some((field) => field === newId || field.def?.innerType === newId)
}

test('every route that takes an id of its own is in the race', () => {
  const endpoints = Object.values<Record<string, Endpoint>>(api).flatMap((module) => Object.values(module))
  const routes = endpoints.filter(takesNewId).map(({ method, path }) => `${method} ${path}`)
  expect(Object.keys(every).toSorted()).toEqual(routes.toSorted())
})

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  test.each(Object.entries(every))('%s: of fifty, one', async (_, race) => {
    const { prepare, create, refusal, list } = race
    const project = await aProject(server)
    await prepare?.(project)
    const answers = await Promise.all(upTo(many).map((n) => create(project, n)))
    expect(tally(answers)).toEqual({ 201: 1, 409: many - 1 })
    const winner = answers.find(({ status }) => status === 201)?.body
    for (const { status, body } of answers) if (status === 409) expect(body.type).toBe(refusal)

    if (!list) return
    const { body } = await project.call('GET', list.path)
    expect(body.total).toBe(1)
    expect(withoutCounts(body[list.key][0])).toEqual(withoutCounts(winner))
  })

  test('ids that differ in case are two', async () => {
    const { call } = await aProject(server)
    for (const topicId of ['news', 'News']) {
      const made = await call('POST', '/messaging/topics', { body: { topicId, name: topicId } })
      expect(made.status).toBe(201)
      expect((await call('GET', `/messaging/topics/${topicId}`)).body.name).toBe(topicId)
    }
    expect((await call('GET', '/messaging/topics/NEWS')).status).toBe(404)
  })

  test('whoever loses leaves nothing behind: not a target, not a subscription, not an entry in the activity', async () => {
    const project = await aProject(server)
    await addPeople(project)
    await Promise.all(upTo(many).map((n) => every['POST /users']?.create(project, n)))
    await Promise.all(
      upTo(many).map((n) => every['POST /messaging/topics/:topicId/subscribers']?.create(project, n)),
    )

    expect((await project.call('GET', '/users/one/targets')).body.total).toBe(2)
    expect(await targetsOf(project)).toBe(many + 2)
    const { body: topic } = await project.call('GET', '/messaging/topics/news')
    expect([topic.emailTotal, topic.smsTotal, topic.pushTotal]).toEqual([0, 0, 1])
    const { body } = await project.call('GET', '/logs', { query: { 'queries[]': [limit(200)] } })
    const events = body.logs.map((entry: { event: string }) => entry.event)
    expect(events.filter((event: string) => event === 'user.create')).toHaveLength(many + 1)
    expect(events.filter((event: string) => event === 'subscriber.create')).toHaveLength(1)
  })
})

const limit = (count: number) => JSON.stringify({ method: 'limit', values: [count] })

async function targetsOf({ db, seq }: TestProject): Promise<number> {
  const rows = await db.selectFrom('targets').select('seq').where('project', '=', seq).execute()
  return rows.length
}

/** A session shows who signed up once he is signed in; nothing else of a person changes by being made. */
function withoutCounts({ accessedAt: _, ...rest }: Record<string, unknown>) {
  return rest
}

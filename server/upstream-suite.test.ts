// What Appwrite's own end-to-end tests of messaging look at and is easy to miss, by the official SDK over HTTP: a test for each.
import * as sdk from 'node-appwrite'
import { InputFile } from 'node-appwrite/file'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopes, secretsScope } from '../contract/scopes.ts'
import { aServer, eventually, type TestServer } from './testing/app.ts'
import { aDatabase } from './testing/database.ts'
import { aProject } from './testing/project.ts'
import { png } from './testing/upload.ts'

const { Permission, Query, Role } = sdk
const { Email, Push, Sms } = sdk.MessagingProviderType

let server: TestServer
let address: string
beforeAll(async () => {
  server = await aServer({ database: await aDatabase(), deliver: true })
  address = await server.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.engine.stop()
  await server.app.close()
})

/** In a project of its own, with Ada, who has an address: what other tests made is in none of its lists. */
async function anSdk() {
  const project = await aProject(server)
  const headers = await project.keyWith([...scopes, secretsScope])
  const client = () => new sdk.Client().setEndpoint(`${address}/v1`).setProject(project.id)
  const withKey = client().setKey(headers['x-appwrite-key'] ?? '')
  const users = new sdk.Users(withKey)
  const ada = await users.create({ userId: 'ada', name: 'Ada', email: 'ada@example.org' })
  const mail = ada.targets[0]?.$id ?? ''
  const messaging = new sdk.Messaging(withKey)
  const storage = new sdk.Storage(withKey)
  const text = { subject: 'Hello', content: 'Good morning' }
  return { ...project, client, messaging, users, storage, ada, mail, text }
}

async function refusalOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  return error instanceof sdk.AppwriteException ? [error.code, error.type] : error
}

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000)
/** As the suite writes an instant, and as it is answered. */
const written = (instant: Date) => instant.toISOString().replace('T', ' ').replace('Z', '')
const answered = (instant: Date) => instant.toISOString().replace('Z', '+00:00')

test('providers are made of made-up credentials and stray params, and are off unless asked for', async () => {
  const { call, messaging } = await anSdk()
  const made = await Promise.all([
    call('POST', '/messaging/providers/sendgrid', {
      body: { providerId: 'sendgrid', name: 'Sendgrid', apiKey: 'my-apikey', from: 'sender-email@my-domain' },
    }),
    call('POST', '/messaging/providers/smtp', {
      body: {
        providerId: 'smtp',
        name: 'SMTP',
        host: 'smtp.my-domain',
        fromEmail: 'a@b.co',
        security: 'tls',
      },
    }),
    call('POST', '/messaging/providers/twilio', {
      body: { providerId: 'twilio', name: 'Twilio', accountSid: 'sid', authToken: 't', from: '+123456789' },
    }),
  ])
  expect(made.map(({ status, body }) => [status, body.enabled])).toEqual(Array(3).fill([201, false]))
  expect((await messaging.listProviders()).providers).toHaveLength(3)
})

test("Apple's sandbox is off unless asked for", async () => {
  const { messaging } = await anSdk()
  const made = await messaging.createAPNSProvider({ providerId: 'apns', name: 'APNS' })
  expect(made.options).toEqual({ sandbox: false })
  const { options } = await messaging.updateAPNSProvider({ providerId: 'apns', sandbox: true })
  expect(options).toEqual({ sandbox: true })
})

test('encryption, autoTLS and mailer of SMTP are options and no credentials', async () => {
  const { messaging } = await anSdk()
  await messaging.createSMTPProvider({ providerId: 'smtp', name: 'SMTP', host: 'smtp.my-domain', port: 587 })
  const { options, credentials } = await messaging.updateSMTPProvider({
    providerId: 'smtp',
    encryption: sdk.SmtpEncryption.Tls,
    autoTLS: false,
    mailer: 'Bell',
    username: 'ada',
  })
  expect(options).toMatchObject({ encryption: 'tls', autoTLS: false, mailer: 'Bell' })
  expect(Object.keys(credentials).sort()).toEqual(['host', 'password', 'port', 'username'])
})

test('Firebase without its account is made, and is not switched on', async () => {
  const { messaging } = await anSdk()
  const made = await messaging.createFCMProvider({ providerId: 'fcm', name: 'FCM', enabled: true })
  expect(made.enabled).toBe(false)
  const refused = messaging.updateFCMProvider({ providerId: 'fcm', enabled: true })
  expect(await refusalOf(refused)).toEqual([400, 'provider_missing_credentials'])
  expect((await messaging.getProvider({ providerId: 'fcm' })).enabled).toBe(false)
})

test('Amazon SES shows what it was given, has its own route, needs a sender to be on, and is deleted', async () => {
  const { messaging } = await anSdk()
  const credentials = { accessKey: 'my-access', secretKey: 'my-secret', region: 'eu-central-1' }
  const made = await messaging.createSesProvider({ providerId: 'ses', name: 'SES', ...credentials })
  expect(made).toMatchObject({ provider: 'ses', type: 'email', credentials })
  const elsewhere = messaging.updateSendgridProvider({ providerId: 'ses', name: 'Other' })
  expect(await refusalOf(elsewhere)).toEqual([400, 'provider_incorrect_type'])
  const withoutSender = messaging.updateSesProvider({ providerId: 'ses', enabled: true })
  expect(await refusalOf(withoutSender)).toEqual([400, 'provider_missing_credentials'])
  const on = await messaging.updateSesProvider({ providerId: 'ses', enabled: true, fromEmail: 'a@b.co' })
  expect(on.enabled).toBe(true)
  await messaging.deleteProvider({ providerId: 'ses' })
  expect((await messaging.listProviders()).total).toBe(0)
})

test('a private topic refuses whoever has none of its roles, and takes what a key brings', async () => {
  const { messaging, users, client, mail } = await anSdk()
  await messaging.createTopic({ topicId: 'private', name: 'Private', subscribe: [Role.user('somebody')] })
  const { jwt } = await users.createJWT({ userId: 'ada' })
  const wanted = { topicId: 'private', subscriberId: 's1', targetId: mail }
  const byUser = new sdk.Messaging(client().setJWT(jwt)).createSubscriber(wanted)
  expect(await refusalOf(byUser)).toEqual([401, 'user_unauthorized'])
  expect(await messaging.createSubscriber(wanted)).toMatchObject({ $id: 's1' })
  expect(await refusalOf(messaging.createSubscriber(wanted))).toEqual([409, 'subscriber_already_exists'])
})

test('a subscriber carries its target, and its topic counts it by type', async () => {
  const { messaging, mail } = await anSdk()
  await messaging.createTopic({ topicId: 'news', name: 'News' })
  const made = await messaging.createSubscriber({ topicId: 'news', subscriberId: 's1', targetId: mail })
  expect(made.target).toMatchObject({ userId: 'ada', providerType: 'email', identifier: 'ada@example.org' })
  expect(await messaging.getSubscriber({ topicId: 'news', subscriberId: 's1' })).toEqual(made)
  const topic = await messaging.getTopic({ topicId: 'news' })
  expect(topic).toMatchObject({ emailTotal: 1, smsTotal: 0, pushTotal: 0 })
})

test('a hundred and one subscribers of ids of their own are counted, in a topic that shows no targets', async () => {
  const { messaging, users } = await anSdk()
  await messaging.createTopic({ topicId: 'news', name: 'News' })
  const ids = Array.from({ length: 101 }, (_, n) => `66f0a1b2c3d4-${n}`)
  for (const userId of ids) {
    const { targets } = await users.create({ userId, email: `${userId}@example.org` })
    expect(targets).toHaveLength(1)
    const targetId = targets[0]?.$id ?? ''
    const { $id } = await messaging.createSubscriber({ topicId: 'news', subscriberId: userId, targetId })
    expect($id).toBe(userId)
  }
  const { total, topics } = await messaging.listTopics({ queries: [Query.equal('$id', ['news'])] })
  expect([total, topics[0]?.emailTotal]).toEqual([1, 101])
  expect(topics[0]).not.toHaveProperty('targets')
  const page = await messaging.listSubscribers({ topicId: 'news', queries: [Query.limit(101)] })
  expect(page.subscribers.map(({ $id }) => $id)).toEqual(ids)
  expect(page.total).toBe(101)
})

test('topics are found by each of their totals', async () => {
  const { messaging, users, mail } = await anSdk()
  const targets = {
    email: mail,
    sms: await users.createTarget({
      userId: 'ada',
      targetId: 'p',
      providerType: Sms,
      identifier: '+14155550100',
    }),
    push: await users.createTarget({ userId: 'ada', targetId: 'd', providerType: Push, identifier: 'token' }),
  }
  for (const [type, target] of Object.entries(targets)) {
    await messaging.createTopic({ topicId: type, name: type })
    const targetId = typeof target === 'string' ? target : target.$id
    await messaging.createSubscriber({ topicId: type, subscriberId: type, targetId })
  }
  const found = async (query: string) => {
    const { topics } = await messaging.listTopics({ queries: [query] })
    return topics.map(({ $id }) => $id)
  }
  for (const type of Object.keys(targets)) {
    expect(await found(Query.greaterThan(`${type}Total`, 0))).toEqual([type])
    const others = Object.keys(targets).filter((other) => other !== type)
    expect(await found(Query.equal(`${type}Total`, 0))).toEqual(others)
  }
})

test('Q2: subscribers are found by their ids and type; "total: false" counts nothing and shows the rows', async () => {
  const { messaging, mail } = await anSdk()
  await messaging.createTopic({ topicId: 'news', name: 'News' })
  await messaging.createSubscriber({ topicId: 'news', subscriberId: 's1', targetId: mail })
  for (const [search, total] of [
    ['s1', 1],
    [mail, 1],
    ['ada', 1],
    ['email', 1],
    ['DOES_NOT_EXIST', 0],
  ] as const) {
    const found = await messaging.listSubscribers({ topicId: 'news', search })
    expect([search, found.total, found.subscribers.length]).toEqual([search, total, total])
  }
  const uncounted = await messaging.listSubscribers({ topicId: 'news', total: false })
  expect(uncounted).toMatchObject({ total: 0, subscribers: [{ $id: 's1' }] })
})

test('the targets of a message come in the order of their making, from a cursor on, and may be none', async () => {
  const { messaging, users, mail, text } = await anSdk()
  const more = ['first', 'second']
  for (const targetId of more) {
    const identifier = `${targetId}@example.org`
    await users.createTarget({ userId: 'ada', targetId, providerType: Email, identifier })
  }
  const targets = [...more.toReversed(), mail]
  const made = await messaging.createEmail({
    messageId: 'm1',
    ...text,
    targets,
    topics: ['t'],
    users: ['u'],
    draft: true,
  })
  expect(made).toMatchObject({ providerType: 'email', targets, topics: ['t'], users: ['u'], status: 'draft' })
  const all = await messaging.listTargets({ messageId: 'm1' })
  expect(all.targets.map(({ $id }) => $id)).toEqual([mail, ...more])
  const rest = await messaging.listTargets({ messageId: 'm1', queries: [Query.cursorAfter('first')] })
  expect([rest.total, rest.targets.map(({ $id }) => $id)]).toEqual([3, ['second']])
  await messaging.createEmail({ messageId: 'm2', ...text, draft: true })
  expect(await messaging.listTargets({ messageId: 'm2' })).toEqual({ targets: [], total: 0 })
})

test('the picture of a push is fetched by whoever has its address, and nested data come back as they were', async () => {
  const { messaging, storage } = await anSdk()
  await storage.createBucket({ bucketId: 'b', name: 'Bucket' })
  const file = InputFile.fromBuffer(png, 'bell.png') as unknown as File
  await storage.createFile({
    bucketId: 'b',
    fileId: 'f',
    file,
    permissions: [Permission.read(Role.user('x'))],
  })
  const data = { bell: { tower: 'north', tones: [1, 2] } }
  const made = await messaging.createPush({ messageId: 'm1', title: 'Ding', image: 'b:f', data, draft: true })
  const shown = made.data as { data: unknown; image: { bucketId: string; fileId: string; url: string } }
  expect(shown.data).toEqual(data)
  expect(shown.image).toMatchObject({ bucketId: 'b', fileId: 'f' })
  const { pathname, search } = new URL(shown.image.url)
  const fetched = await fetch(`${address}${pathname}${search}`)
  expect([fetched.status, Buffer.from(await fetched.arrayBuffer())]).toEqual([200, png])
})

test('an e-mail that nothing can send is taken, and fails later', async () => {
  const { messaging, mail, text } = await anSdk()
  const made = await messaging.createEmail({ messageId: 'm1', ...text, targets: [mail] })
  expect(made.status).toBe('processing')
  const ended = await eventually(
    () => messaging.getMessage({ messageId: 'm1' }),
    ({ status }) => status !== 'processing',
  )
  expect(ended).toMatchObject({ status: 'failed', deliveredTotal: 0 })
  expect(ended.deliveryErrors).toHaveLength(1)
})

test('a message goes from scheduled to draft and back, to another time, and each time to the same second', async () => {
  const { messaging, mail, text } = await anSdk()
  const [first, second, third] = [inHours(1), inHours(2), inHours(3)]
  const made = await messaging.createEmail({
    messageId: 'm1',
    ...text,
    targets: [mail],
    scheduledAt: written(first),
  })
  expect(made).toMatchObject({ status: 'scheduled', scheduledAt: answered(first) })
  const state = async (change: { draft?: boolean; scheduledAt?: string }) => {
    const { status, scheduledAt } = await messaging.updateEmail({ messageId: 'm1', ...change })
    return [status, scheduledAt]
  }
  expect(await state({ draft: true })).toEqual(['draft', answered(first)])
  expect((await messaging.getMessage({ messageId: 'm1' })).status).toBe('draft')
  expect(await state({ draft: false, scheduledAt: written(second) })).toEqual(['scheduled', answered(second)])
  expect(await state({ scheduledAt: written(third) })).toEqual(['scheduled', answered(third)])
})

test('a message of each type is drafted, let go, sent, then neither changed nor there once it is deleted', async () => {
  const { call, messaging, users, mail, text } = await anSdk()
  for (const type of ['email', 'sms', 'push']) {
    const body = { providerId: type, name: type, type, enabled: true }
    await call('POST', '/messaging/providers/inbox', { body })
  }
  await users.createTarget({ userId: 'ada', targetId: 'p', providerType: Sms, identifier: '+14155550100' })
  await users.createTarget({ userId: 'ada', targetId: 'd', providerType: Push, identifier: 'token' })
  const { content } = text
  await messaging.createEmail({ messageId: 'email', ...text, targets: [mail], draft: true })
  await messaging.createSMS({ messageId: 'sms', content, targets: ['p'], draft: true })
  await messaging.createPush({
    messageId: 'push',
    title: 'Hello',
    body: content,
    targets: ['d'],
    draft: true,
  })
  const change = {
    email: (more: object) => messaging.updateEmail({ messageId: 'email', ...more }),
    sms: (more: object) => messaging.updateSMS({ messageId: 'sms', ...more }),
    push: (more: object) => messaging.updatePush({ messageId: 'push', ...more }),
  }
  for (const [messageId, update] of Object.entries(change)) {
    expect((await update({ draft: false })).status).toBe('processing')
    const sent = await eventually(
      () => messaging.getMessage({ messageId }),
      ({ status }) => status === 'sent',
    )
    expect(sent).toMatchObject({ deliveredTotal: 1, deliveryErrors: [] })
    expect(await refusalOf(update({}))).toEqual([400, 'message_already_sent'])
    await messaging.delete({ messageId })
    expect(await refusalOf(messaging.delete({ messageId }))).toEqual([404, 'message_not_found'])
  }
  await messaging.createEmail({ messageId: 'just-now', ...text, targets: [mail] })
  await messaging.delete({ messageId: 'just-now' })
})

test('a creation and a change are two entries; their lists take a limit and an offset and nothing else', async () => {
  const { messaging, mail, text } = await anSdk()
  await messaging.createTopic({ topicId: 'news', name: 'News' })
  await messaging.updateTopic({ topicId: 'news', name: 'Old news' })
  await messaging.createSMTPProvider({ providerId: 'smtp', name: 'SMTP', host: 'smtp.my-domain' })
  await messaging.updateSMTPProvider({ providerId: 'smtp', name: 'Mail' })
  await messaging.createEmail({ messageId: 'm1', ...text, targets: [mail], draft: true })
  await messaging.updateEmail({ messageId: 'm1', subject: 'Hi' })
  const lists = {
    topic: (queries: string[]) => messaging.listTopicLogs({ topicId: 'news', queries }),
    provider: (queries: string[]) => messaging.listProviderLogs({ providerId: 'smtp', queries }),
    message: (queries: string[]) => messaging.listMessageLogs({ messageId: 'm1', queries }),
  }
  const refused = [
    Query.limit(-1),
    Query.offset(-1),
    Query.equal('event', ['x']),
    Query.orderAsc('event'),
    Query.cursorAfter('asdf'),
    '{ "method": "limita" }',
  ]
  for (const [thing, list] of Object.entries(lists)) {
    const events = async (...queries: string[]) => (await list(queries)).logs.map(({ event }) => event)
    expect((await list([])).total).toBe(2)
    expect(await events()).toEqual([`${thing}.update`, `${thing}.create`])
    expect(await events(Query.limit(1), Query.offset(1))).toEqual([`${thing}.create`])
    for (const query of refused) expect(await refusalOf(list([query]))).toEqual([400, expect.any(String)])
  }
})

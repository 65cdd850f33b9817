// The 46 methods of the published server reference, called as programs call them: by the official SDKs, over HTTP.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from './testing/app.ts'
import { aDatabase } from './testing/database.ts'

/** Where the published specification lies; it is no part of this repository. */
const specificationPath =
  process.env.TEST_SPECIFICATION ??
  fileURLToPath(new URL('../../shared/specs/appwrite-1.8.1-server-messaging.openapi.json', import.meta.url))

type Sdk = typeof import('node-appwrite')
type Arguments = Readonly<Record<string, unknown>>

const sender = { fromName: 'News', fromEmail: 'news@example.org', replyToEmail: 'desk@example.org' }
const from = '+14155550100'

/** By the SDK's own names; what a kind needs to be on. */
const kinds: Record<string, Arguments> = {
  APNS: { authKey: 'key', authKeyId: 'id', teamId: 'team', bundleId: 'org.example.bells', sandbox: true },
  FCM: { serviceAccountJSON: { project_id: 'bells' } },
  Mailgun: { apiKey: 'key', domain: 'example.org', isEuRegion: false, ...sender },
  Msg91: { templateId: 'template', senderId: 'sender', authKey: 'key' },
  Resend: { apiKey: 'key', ...sender },
  SMTP: { host: 'smtp.example.org', port: 2525, username: 'news', password: 'secret', ...sender },
  Sendgrid: { apiKey: 'key', ...sender },
  Ses: { accessKey: 'access', secretKey: 'secret', region: 'eu-central-1', ...sender },
  Telesign: { from, customerId: 'customer', apiKey: 'key' },
  Textmagic: { from, username: 'name', apiKey: 'key' },
  Twilio: { from, accountSid: 'account', authToken: 'token' },
  Vonage: { from, apiKey: 'key', apiSecret: 'secret' },
}

/** Newer than the reference. */
const beyond = ['createResendProvider', 'updateResendProvider', 'createSesProvider', 'updateSesProvider']

/** Every method, in an order in which each finds what it needs. */
const calls: readonly (readonly [method: string, ...args: Arguments[]])[] = [
  ...Object.entries(kinds).flatMap(([kind, settings]) => {
    const providerId = kind.toLowerCase()
    return [
      [`create${kind}Provider`, { providerId, name: kind, enabled: true, ...settings }],
      [`update${kind}Provider`, { providerId, name: `The other ${kind}`, enabled: false }],
    ] as const
  }),
  ['listProviders', { queries: ['{"method":"limit","values":[5]}'], search: 'smtp', total: true }],
  ['getProvider', { providerId: 'smtp' }],
  ['listProviderLogs', { providerId: 'smtp', queries: [] }],

  ['createTopic', { topicId: 'news', name: 'News', subscribe: ['users'] }],
  ['updateTopic', { topicId: 'news', name: 'Old news', subscribe: ['any'] }],
  ['listTopics', { search: 'old', total: false }],
  ['getTopic', { topicId: 'news' }],
  ['listTopicLogs', { topicId: 'news' }],

  ['createSubscriber', { topicId: 'news', subscriberId: 'ada-news', targetId: 'ada-mail' }],
  ['listSubscribers', { topicId: 'news', search: 'ada' }],
  ['getSubscriber', { topicId: 'news', subscriberId: 'ada-news' }],
  ['listSubscriberLogs', { subscriberId: 'ada-news' }],

  [
    'createEmail',
    {
      messageId: 'mail',
      subject: 'Hello',
      content: '<b>Hello</b>',
      topics: ['news'],
      users: ['ada'],
      targets: ['ada-mail'],
      cc: ['ada-mail'],
      html: true,
      draft: true,
    },
  ],
  ['updateEmail', { messageId: 'mail', subject: 'Good morning', scheduledAt: '2037-03-01T09:00:00.000Z' }],
  ['createSMS', { messageId: 'sms', content: 'Hello', targets: ['ada-phone'], draft: true }],
  ['updateSMS', { messageId: 'sms', content: 'Good morning', scheduledAt: '2037-03-01T09:00:00.000Z' }],
  [
    'createPush',
    {
      messageId: 'push',
      title: 'Hello',
      body: 'Ding',
      data: { bell: { tower: 'north' } },
      sound: 'ding',
      badge: 3,
      critical: true,
      priority: 'high',
      targets: ['ada-device'],
      draft: true,
    },
  ],
  ['updatePush', { messageId: 'push', body: 'Dong', badge: 4, scheduledAt: '2037-03-01T09:00:00.000Z' }],
  ['listMessages', { search: 'morning' }],
  ['getMessage', { messageId: 'mail' }],
  ['listTargets', { messageId: 'mail' }],
  ['listMessageLogs', { messageId: 'mail', total: true }],

  ['delete', { messageId: 'sms' }],
  ['deleteSubscriber', { topicId: 'news', subscriberId: 'ada-news' }],
  ['deleteTopic', { topicId: 'news' }],
  ['deleteProvider', { providerId: 'smtp' }],
]

/** The SDK has other spellings of these, from before. */
const isOldSpelling = (method: string) => /^(create|update)(Apns|Fcm|Smtp|Sms)(Provider)?$/.test(method)

type Exchange = {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly reply: unknown
}

describe.each([
  { name: 'node-appwrite', version: '26.2', missing: [] },
  {
    name: 'node-appwrite-27',
    version: '27.1',
    missing: ['listMessageLogs', 'listProviderLogs', 'listSubscriberLogs', 'listTopicLogs'],
  },
])('node-appwrite $version', ({ name, missing }) => {
  const exchanges: Exchange[] = []
  let server: TestServer
  let sdk: Sdk
  let client: InstanceType<Sdk['Client']>

  beforeAll(async () => {
    sdk = (await import(name)) as Sdk
    const database = await aDatabase()
    server = await aServer({
      database,
      options: {
        watch: (app) =>
          void app.addHook<string>('onSend', async ({ method, routeOptions }, { statusCode }, payload) => {
            const path = (routeOptions.url ?? '').replace(/^\/v1/, '').replace(/:(\w+)/g, '{$1}')
            const reply: unknown = payload ? JSON.parse(payload) : undefined
            if (path !== '/openapi.json') exchanges.push({ method, path, status: statusCode, reply })
          }),
      },
    })
    const address = await server.app.listen({ host: '127.0.0.1', port: 0 })
    client = new sdk.Client().setEndpoint(`${address}/v1`).setProject('acme').setKey(server.key)
  })
  afterAll(() => server.app.close())

  const wanted = calls.filter(([method]) => !missing.includes(method))

  test('the calls are all that the SDK can do', () => {
    const methods = Object.getOwnPropertyNames(sdk.Messaging.prototype).filter(
      (method) => method !== 'constructor' && !isOldSpelling(method),
    )
    expect(wanted.map(([method]) => method).toSorted()).toEqual(methods.toSorted())
    const published = wanted.filter(([method]) => !beyond.includes(method))
    expect(published).toHaveLength(46 - missing.length)
  })

  test('every method gets the answer that our contract promises', async () => {
    const users = new sdk.Users(client)
    await users.create({ userId: 'ada', name: 'Ada' })
    for (const [targetId, providerType, identifier] of [
      ['ada-mail', sdk.MessagingProviderType.Email, 'ada@example.org'],
      ['ada-phone', sdk.MessagingProviderType.Sms, '+14155550123'],
      ['ada-device', sdk.MessagingProviderType.Push, 'a-token'],
    ] as const) {
      await users.createTarget({ userId: 'ada', targetId, providerType, identifier })
    }
    const messaging = new sdk.Messaging(client) as unknown as Record<
      string,
      (args: Arguments) => Promise<unknown>
    >
    for (const [method, args = {}] of wanted) {
      await messaging[method]?.(args).catch((error: Error) => {
        throw new Error(`${method}: ${error.message}`, { cause: error })
      })
    }
    expect(exchanges.filter(({ path }) => path.startsWith('/messaging/'))).toHaveLength(wanted.length)
    expect(exchanges.filter(({ status }) => status >= 300)).toEqual([])
  })

  test('every answer is valid against our OpenAPI document', async () => {
    const { body } = await server.call('GET', '/openapi.json')
    expect(faults(exchanges, body, new Ajv2020(loose))).toEqual([])
  })

  test('every answer is valid against the published specification', ({ skip }) => {
    skip(!existsSync(specificationPath), `not run: there is no ${specificationPath}`)
    const specification = JSON.parse(readFileSync(specificationPath, 'utf8'))
    const published = exchanges.filter(({ path }) => !path.startsWith('/messaging/providers/ses'))
    expect(faults(published, specification, new Ajv(loose))).toEqual([])
    const wrong = published.map((exchange) => ({ ...exchange, reply: [exchange.reply] }))
    expect(faults(wrong, specification, new Ajv(loose))).toHaveLength(published.length)
  })
})

/** An OpenAPI document has more words than JSON Schema. */
const loose = { strict: false, validateFormats: false }

/** What is wrong with each answer, by the specification's schema for its route and status. */
function faults(exchanges: readonly Exchange[], specification: Specification, ajv: Ajv | Ajv2020): string[] {
  ajv.addSchema(specification, 'api')
  return exchanges.flatMap(({ method, path, status, reply }) => {
    const name = method.toLowerCase()
    const response = specification.paths[path]?.[name]?.responses[status]
    if (!response) return [`${method} ${path} ${status}: not in the specification`]
    if (!response.content) return reply === undefined ? [] : [`${method} ${path}: has a body`]
    const place = ['paths', path, name, 'responses', status, 'content', 'application/json', 'schema']
    const pointer = place.map((part) => encodeURIComponent(String(part).replaceAll('/', '~1'))).join('/')
    const validate = ajv.getSchema(`api#/${pointer}`)
    if (!validate) return [`${method} ${path}: no schema`]
    return validate(reply) ? [] : [`${method} ${path}: ${ajv.errorsText(validate.errors)}`]
  })
}

type Specification = {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Record<string, { content?: object }> }>>>
  >
}

// End users who subscribe, as their server or page does it for them: by the official SDKs, over HTTP.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aServer, type TestServer } from '../testing/app.ts'
import { aDatabase } from '../testing/database.ts'

type Sdk = typeof import('node-appwrite')

describe.each([
  { name: 'node-appwrite', version: '26.2' },
  { name: 'node-appwrite-27', version: '27.1' },
])('node-appwrite $version', ({ name }) => {
  let server: TestServer
  let sdk: Sdk
  const client = () => new sdk.Client().setEndpoint(`${address}/v1`).setProject('acme')
  let address: string

  beforeAll(async () => {
    sdk = (await import(name)) as Sdk
    server = await aServer({ database: await aDatabase() })
    address = await server.app.listen({ host: '127.0.0.1', port: 0 })
    const users = new sdk.Users(client().setKey(server.key))
    const messaging = new sdk.Messaging(client().setKey(server.key))
    const providerType = sdk.MessagingProviderType.Email
    for (const userId of ['ada', 'bob']) {
      await users.create({ userId, name: userId })
      const identifier = `${userId}@example.org`
      await users.createTarget({ userId, targetId: `${userId}-mail`, providerType, identifier })
    }
    await messaging.createTopic({ topicId: 'news', name: 'News' })
    await messaging.createTopic({ topicId: 'vip', name: 'VIP', subscribe: [sdk.Role.label('vip')] })
    await messaging.createSubscriber({ topicId: 'news', subscriberId: 's-bob', targetId: 'bob-mail' })
  })
  afterAll(() => server.app.close())

  async function refusalOf(call: Promise<unknown>) {
    const error: unknown = await call.then(
      () => undefined,
      (error: unknown) => error,
    )
    return error instanceof sdk.AppwriteException ? `${error.code} ${error.type}` : error
  }

  test.each(['setJWT', 'setSession'] as const)('by %s a person subscribes what is his', async (by) => {
    const users = new sdk.Users(client().setKey(server.key))
    const secret =
      by === 'setJWT'
        ? (await users.createJWT({ userId: 'ada' })).jwt
        : (await users.createSession({ userId: 'ada' })).secret
    const messaging = new sdk.Messaging(client()[by](secret))
    const own = { topicId: 'news', subscriberId: 's-ada' }

    const made = await messaging.createSubscriber({ ...own, targetId: 'ada-mail' })
    expect(made).toMatchObject({ $id: 's-ada', userName: 'ada', target: { identifier: 'ada@example.org' } })
    expect(await messaging.getSubscriber(own)).toEqual(made)
    expect(await messaging.listSubscribers({ topicId: 'news' })).toEqual({ total: 1, subscribers: [made] })

    const again = messaging.createSubscriber({ topicId: 'news', subscriberId: 's2', targetId: 'ada-mail' })
    expect(await refusalOf(again)).toBe('409 subscriber_already_exists')
    const foreign = messaging.createSubscriber({ topicId: 'news', subscriberId: 's2', targetId: 'bob-mail' })
    expect(await refusalOf(foreign)).toBe('404 user_target_not_found')
    const closed = messaging.createSubscriber({ topicId: 'vip', subscriberId: 's2', targetId: 'ada-mail' })
    expect(await refusalOf(closed)).toBe('401 user_unauthorized')
    const others = messaging.deleteSubscriber({ topicId: 'news', subscriberId: 's-bob' })
    expect(await refusalOf(others)).toBe('404 subscriber_not_found')

    await messaging.deleteSubscriber(own)
    expect((await messaging.listSubscribers({ topicId: 'news' })).total).toBe(0)
  })

  test('without either, nobody subscribes anything', async () => {
    const messaging = new sdk.Messaging(client())
    const call = messaging.createSubscriber({ topicId: 'news', subscriberId: 's2', targetId: 'ada-mail' })
    expect(await refusalOf(call)).toBe('401 general_unauthorized_scope')
  })
})

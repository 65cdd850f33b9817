// The official SDK as the client, from an empty installation to the last row of the ledger.
import { sql } from 'kysely'
import { Client, Messaging, MessagingProviderType, SmtpEncryption, Users } from 'node-appwrite'
import { expect, test } from 'vitest'
import { apiKey, projectId } from './api-client.ts'
import { eventually } from './eventually.ts'
import { copiesByAddress, faultsOf } from './ledger-check.ts'
import { aStage, engines } from './stage.ts'

const idsFrom = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `u${first + index}`)
const mainTarget = (userId: string) => `${userId}-main`
const secondTarget = (userId: string) => `${userId}-second`

const withoutAddress = 'u60'
const withExpired = 'u59'
const withTwo = ['u1', 'u2', 'u3']

test.each(engines)('one e-mail reaches each live address of 60 people once (%s)', async (engine) => {
  const stage = await aStage(engine)
  const first = await stage.start()
  await makePeople(first.url, stage.sink.port)
  // Only a provider can say that an address has expired; here it is said for it.
  expect(await first.stop()).toBe(0)
  await stage.withDatabase(({ db }) =>
    sql`update targets set expired = true where id = ${mainTarget(withExpired)}`.execute(db),
  )

  const server = await stage.start()
  const messaging = new Messaging(clientOf(server.url))
  await messaging.createEmail({
    messageId: 'news',
    subject: 'News',
    content: 'The bells ring on Sunday.',
    topics: ['weekly'],
    // u31 to u40 are subscribers as well.
    users: idsFrom(31, 60),
    // u1 to u10 are subscribers as well, and u31 to u35 are reached by all three ways.
    targets: [...idsFrom(1, 10), ...idsFrom(31, 35)].map(mainTarget).concat(secondTarget('u3')),
  })
  const message = await eventually(
    () => messaging.getMessage({ messageId: 'news' }),
    ({ status }) => status !== 'processing',
  )

  const live = idsFrom(1, 58).map(mainTarget).concat(withTwo.map(secondTarget)).map(addressOf)
  expect(message.status).toBe('sent')
  expect(message.deliveredTotal).toBe(live.length)
  const copies = copiesByAddress(stage.sink.transactions())
  expect([...copies.keys()].sort()).toEqual(live.sort())
  expect([...copies.values()].filter(({ length }) => length > 1)).toEqual([])

  const ledger = await server.api.ledger('news')
  expect(ledger.filter(({ status }) => status === 'sent')).toHaveLength(live.length)
  expect(ledger.filter(({ status }) => status !== 'sent')).toMatchObject([
    { status: 'skipped', reason: 'expired', userId: withExpired },
  ])
  expect(await faultsOf(server.api, 'news', stage.sink.transactions())).toEqual([])
})

function clientOf(url: string): Client {
  return new Client().setEndpoint(`${url}/v1`).setProject(projectId).setKey(apiKey)
}

async function makePeople(url: string, port: number): Promise<void> {
  const [messaging, users] = [new Messaging(clientOf(url)), new Users(clientOf(url))]
  await messaging.createSMTPProvider({
    providerId: 'relay',
    name: 'Relay',
    host: '127.0.0.1',
    port,
    encryption: SmtpEncryption.None,
    autoTLS: false,
    fromEmail: 'news@example.org',
    enabled: true,
  })
  await messaging.createTopic({ topicId: 'weekly', name: 'Weekly' })
  for (const userId of idsFrom(1, 60)) await users.create({ userId, name: userId })
  const targets = [...idsFrom(1, 59).map(mainTarget), ...withTwo.map(secondTarget)]
  for (const targetId of targets) {
    await users.createTarget({
      userId: ownerOf(targetId),
      targetId,
      providerType: MessagingProviderType.Email,
      identifier: addressOf(targetId),
    })
  }
  const subscribed = [...idsFrom(1, 40).map(mainTarget), secondTarget('u1'), secondTarget('u2')]
  for (const targetId of subscribed) {
    await messaging.createSubscriber({ topicId: 'weekly', subscriberId: targetId, targetId })
  }
  const { total } = await users.listTargets({ userId: withoutAddress })
  expect(total).toBe(0)
}

function ownerOf(targetId: string): string {
  return targetId.split('-')[0] ?? ''
}

function addressOf(targetId: string): string {
  return `${targetId}@example.org`
}

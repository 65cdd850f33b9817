// Kinds of providers that can be set up and switched on, but that no channel speaks to yet.
import { describe, expect, test } from 'vitest'
import { canSend } from '../../contract/provider-kind.ts'
import { providerKinds } from '../../contract/provider-kinds.ts'
import { type ChannelType, channelTypes } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import { type Answer, aServer, eventually } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aPerson, aProvider } from '../testing/people.ts'

const mute = Object.values(providerKinds).flatMap(({ kind, type }) =>
  canSend(kind) || type === 'any' ? [] : [{ kind, type }],
)

/** A message to Ada, about to go. */
async function aMessageTo(db: Db, project: number, type: ChannelType): Promise<void> {
  const data = {
    email: { subject: 'Hello', content: 'Good morning', html: false, cc: [], bcc: [], attachments: [] },
    sms: { content: 'Good morning' },
    push: { title: 'Hello', body: 'Good morning', priority: 'high' },
  }[type]
  await db
    .insertInto('messages')
    .values({
      ...{ project, id: type, type, topics: [], users: ['ada'], targets: [] },
      ...{ data: JSON.stringify(data), status: 'processing', phase: 'preparing' },
    })
    .execute()
}

describe.each(databases)('a provider of a kind that cannot send, on $engine', ({ aDatabase }) => {
  test('fails what goes through it at once, though not for good, and says why', async () => {
    const { db, ...rest } = await aDatabase()
    const server = await aServer({ database: { db, ...rest }, deliver: true })
    const project = server.project.seq
    for (const { kind, type } of mute) await aProvider(db, project, kind, { kind, type: type })
    const targets = mute.map(({ kind, type }) => ({
      id: kind,
      identifier: `${kind}@example.org`,
      type: type,
      providerId: kind,
    }))
    await aPerson(db, project, 'ada', targets)
    const types = channelTypes.filter((type) => mute.some((kind) => kind.type === type))
    for (const type of types) await aMessageTo(db, project, type)
    server.engine.nudge()

    for (const type of types) {
      const message = await eventually<Answer>(
        () => server.call('GET', `/messaging/messages/${type}`),
        ({ body }) => body.delivery.phase === 'done',
      )
      expect(message.body).toMatchObject({ status: 'failed', deliveredTotal: 0 })
      const { body } = await server.call('GET', `/messaging/messages/${type}/deliveries`)
      const kinds = mute.filter((kind) => kind.type === type).map(({ kind }) => kind)
      expect(body.deliveries.map((row: Answer['body']) => row.providerId).sort()).toEqual(kinds.sort())
      for (const row of body.deliveries) {
        const error = {
          code: 'KIND_CANNOT_SEND',
          message: expect.stringMatching(/cannot send/),
          permanent: false,
        }
        expect(row).toMatchObject({ status: 'failed', attempts: 0, error })
      }
      expect(message.body.deliveryErrors[0]).toMatch(/^\w+@example\.org: Carillon cannot send/)
    }
  })

  test('leaves rows that another provider sends when they are retried', async () => {
    const [one] = mute
    if (!one) throw new Error('Every kind can send.')
    const { kind, type } = one
    const { db, ...rest } = await aDatabase()
    const server = await aServer({ database: { db, ...rest }, deliver: true })
    const project = server.project.seq
    await aProvider(db, project, 'mute', { kind, type: type })
    await aPerson(db, project, 'ada', [{ id: 't1', identifier: 'ada@example.org', type: type }])
    await aMessageTo(db, project, type)
    server.engine.nudge()
    const isDone = (status: string) =>
      eventually<Answer>(
        () => server.call('GET', `/messaging/messages/${type}`),
        ({ body }) => body.delivery.phase === 'done' && body.status === status,
      )
    await isDone('failed')

    await aProvider(db, project, 'caught', { kind: 'inbox', type: type })
    await db.updateTable('providers').set({ enabled: false }).where('id', '=', 'mute').execute()
    expect((await server.call('POST', `/messaging/messages/${type}/retry`, { body: {} })).status).toBe(200)
    await isDone('sent')
  })
})

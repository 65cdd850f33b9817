import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Db } from '../db/database.ts'
import { aServer, eventually, type TestServer } from '../testing/app.ts'
import { advance, databases, setNow } from '../testing/database.ts'
import { aMessage, aPerson, ledgerOf } from '../testing/people.ts'
import { startSmtpSink } from '../testing/smtp-sink.js'
import { createEngine } from './engine.ts'
import { stateCodes } from './ledger.ts'
import { registerWorker } from './workers.ts'

type Script = NonNullable<Parameters<typeof startSmtpSink>[0]>['script']

describe.each(databases)('the engine on $engine', ({ engine, aDatabase }) => {
  /** A server that delivers, with an SMTP provider that leads to a sink. */
  async function aDeliveringServer(script: Script = []) {
    const database = await aDatabase()
    const sink = await startSmtpSink({ script })
    const server = await aServer({ database, deliver: true })
    await aSmtpProvider(server, sink.port)
    return { ...server, db: database.db, sink, project: server.project.seq }
  }

  async function aSmtpProvider({ call }: TestServer, port: number) {
    const made = await call('POST', '/messaging/providers/smtp', {
      body: {
        providerId: 'relay',
        name: 'Relay',
        host: `127.0.0.1:${port}`,
        fromEmail: 'news@example.org',
        enabled: true,
      },
    })
    expect(made.status).toBe(201)
  }

  async function people(db: Db, project: number, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, (_, index) => `u${index}`)
    for (const id of ids) await aPerson(db, project, id, [{ id: `t-${id}`, identifier: `${id}@example.org` }])
    return ids
  }

  function messageWhen({ call }: Pick<TestServer, 'call'>, holds: (message: Answered) => boolean, id = 'm1') {
    return eventually<Answered>(
      async () => (await call('GET', `/messaging/messages/${id}`)).body,
      holds,
      20_000,
    )
  }
  type Answered = {
    status: string
    deliveredTotal: number
    deliveryErrors: string[]
    delivery: { phase: string; counts: Record<string, number> }
  }
  const isDone = (message: Answered) => message.delivery.phase === 'done'

  test('every recipient gets one copy, and the ledger, the counts and the mail server agree', async () => {
    const server = await aDeliveringServer()
    const users = await people(server.db, server.project, 137)

    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    const message = await messageWhen(server, isDone)

    expect(message).toMatchObject({ status: 'sent', deliveredTotal: 137, deliveryErrors: [] })
    expect(message.delivery.counts).toMatchObject({ sent: 137, pending: 0, sending: 0 })
    const arrived = server.sink.transactions.flatMap((one) => one.accepted)
    expect(arrived.toSorted()).toEqual(users.map((id) => `${id}@example.org`).toSorted())
  })

  test('a refused recipient does not stop the others', async () => {
    const server = await aDeliveringServer([{ on: 'rcpt', match: '^u1@', say: '550 5.1.1 Unknown user' }])
    const users = await people(server.db, server.project, 4)

    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    const message = await messageWhen(server, isDone)

    expect(message).toMatchObject({ status: 'failed', deliveredTotal: 3 })
    expect(message.deliveryErrors).toEqual([expect.stringMatching(/^u1@example\.org: .*550 5\.1\.1/)])
  })

  test('a server that does not answer for one recipient holds up nobody else, nor a message made since', async () => {
    const server = await aDeliveringServer([{ on: 'body', match: '^u1@', delayMs: 600_000 }])
    const users = await people(server.db, server.project, 30)

    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    const waiting = await messageWhen(server, ({ delivery }) => delivery.counts.sent === 29)
    expect(waiting.delivery).toMatchObject({ phase: 'sending', counts: { sending: 1, pending: 0 } })

    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm2', subject: 'Hello again', content: 'You', users: ['u0', 'u2'] },
    })
    expect((await messageWhen(server, isDone, 'm2')).status).toBe('sent')

    server.sink.dropAll()
    expect((await messageWhen(server, isDone)).delivery.counts).toMatchObject({ sent: 29, inDoubt: 1 })
  })

  test('a recipient who is deferred gets it at a later attempt, with the same Message-ID', async () => {
    const server = await aDeliveringServer([{ on: 'rcpt', match: '^u0@', times: 1, say: '451 4.3.0 Later' }])
    const users = await people(server.db, server.project, 2)

    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    const message = await messageWhen(server, isDone)

    expect(message).toMatchObject({ status: 'sent', deliveredTotal: 2 })
    const { body } = await server.call('GET', '/messaging/messages/m1/deliveries')
    expect(body.deliveries.map((row: { attempts: number }) => row.attempts)).toEqual([2, 1])
  })

  test('a connection lost after the message was handed over leaves it in doubt, and "send again" settles it', async () => {
    const server = await aDeliveringServer([{ on: 'body', match: '^u0@', times: 1, drop: 'before' }])
    const users = await people(server.db, server.project, 3)

    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    expect((await messageWhen(server, isDone)).delivery.counts).toMatchObject({ sent: 2, inDoubt: 1 })

    const again = await server.call('POST', '/messaging/messages/m1/retry', { body: { status: ['inDoubt'] } })
    expect(again.status).toBe(200)
    const message = await messageWhen(server, isDone)
    expect(message).toMatchObject({ status: 'sent', deliveredTotal: 3 })
    const ids = server.sink.transactions
      .filter((one) => one.recipients[0]?.address === 'u0@example.org')
      .map((one) => one.messageId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  test('a person can count a doubtful one as sent, and the message is sent', async () => {
    const server = await aDeliveringServer([{ on: 'body', match: '^u0@', times: 1, drop: 'before' }])
    const users = await people(server.db, server.project, 2)
    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    await messageWhen(server, isDone)
    const { body } = await server.call('GET', '/messaging/messages/m1/deliveries', {
      query: { 'queries[]': JSON.stringify({ method: 'equal', attribute: 'status', values: ['inDoubt'] }) },
    })

    const path = `/messaging/deliveries/${body.deliveries[0].$id}`
    const settled = await server.call('POST', `${path}/settle`, { body: { as: 'sent' } })

    expect(settled.body).toMatchObject({ status: 'sent', error: null })
    expect((await server.call('GET', path)).body).toEqual(settled.body)
    expect((await server.call('GET', '/messaging/messages/m1')).body).toMatchObject({
      status: 'sent',
      deliveredTotal: 2,
    })
  })

  test('of several in doubt just the one that is named is sent again', async () => {
    const server = await aDeliveringServer([{ on: 'body', match: '^u[01]@', times: 2, drop: 'before' }])
    const users = await people(server.db, server.project, 3)
    for (const messageId of ['m1', 'm2']) {
      await server.call('POST', '/messaging/messages/email', {
        body: { messageId, subject: 'Hello', content: 'You', users: messageId === 'm1' ? users : ['u2'] },
      })
    }
    expect((await messageWhen(server, isDone)).delivery.counts).toMatchObject({ sent: 1, inDoubt: 2 })
    await messageWhen(server, isDone, 'm2')
    const rows = async (messageId: string) =>
      (await server.call('GET', `/messaging/messages/${messageId}/deliveries`)).body.deliveries
    const [doubtful] = await rows('m1')
    const [ofOther] = await rows('m2')

    const retry = (deliveryId: string) =>
      server.call('POST', '/messaging/messages/m1/retry', { body: { status: ['inDoubt'], deliveryId } })
    expect((await retry(ofOther.$id)).body.type).toBe('delivery_not_found')
    expect((await retry(doubtful.$id)).status).toBe(200)

    expect((await messageWhen(server, isDone)).delivery.counts).toMatchObject({ sent: 2, inDoubt: 1 })
    const after = await rows('m1')
    expect(after.find((row: { $id: string }) => row.$id === doubtful.$id).status).toBe('sent')
    expect((await retry(doubtful.$id)).body.type).toBe('message_phase_conflict')
  })

  test('credentials that are refused cost one row a call, then the rest waits', async () => {
    const server = await aDeliveringServer([{ on: 'mail', say: '530 5.7.0 Authentication required' }])
    const users = await people(server.db, server.project, 20)

    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    const message = await messageWhen(server, ({ delivery }) => (delivery.counts.failed ?? 0) >= 2)

    expect(message.delivery).toMatchObject({ phase: 'sending', counts: { failed: 2, pending: 18 } })
    const lane = await server.db.selectFrom('lanes').selectAll().executeTakeFirstOrThrow()
    expect(lane.paused_until).not.toBeNull()
  })

  test('Q26: a copy goes once to each cc and bcc address, and does not count as delivered', async () => {
    const server = await aDeliveringServer()
    await people(server.db, server.project, 4)

    await server.call('POST', '/messaging/messages/email', {
      body: {
        messageId: 'm1',
        subject: 'Hello',
        content: 'You',
        users: ['u0', 'u1'],
        cc: ['t-u2', 't-u0'],
        bcc: ['t-u3'],
      },
    })
    const message = await messageWhen(server, isDone)

    expect(message).toMatchObject({ status: 'sent', deliveredTotal: 2 })
    expect(server.sink.transactions.flatMap((one) => one.accepted).toSorted()).toEqual(
      ['u0', 'u1', 'u2', 'u3'].map((id) => `${id}@example.org`),
    )
  })

  test('a message with one recipient goes out as one call with its copies', async () => {
    const server = await aDeliveringServer()
    await people(server.db, server.project, 3)

    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users: ['u0'], cc: ['t-u1'], bcc: ['t-u2'] },
    })
    await messageWhen(server, isDone)

    expect(server.sink.transactions).toHaveLength(1)
    expect(server.sink.transactions[0]?.accepted).toHaveLength(3)
  })

  test('a message due at nine is not sent a second earlier', async () => {
    const server = await aDeliveringServer()
    const users = await people(server.db, server.project, 1)
    await setNow(server.db, '2026-03-01T08:59:00.000+00:00')
    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users, scheduledAt: '2026-03-01T09:00:00Z' },
    })

    await setNow(server.db, '2026-03-01T08:59:59.000+00:00')
    await aLook(server)
    expect((await server.call('GET', '/messaging/messages/m1')).body.status).toBe('scheduled')

    await setNow(server.db, '2026-03-01T09:00:00.000+00:00')
    server.engine.nudge()
    expect(await messageWhen(server, isDone)).toMatchObject({ status: 'sent' })
  })

  test('from the moment when it is taken a scheduled message is processing, and can only be stopped', async () => {
    const server = await aDeliveringServer([{ on: 'rcpt', say: '' }])
    const users = await people(server.db, server.project, 1)
    await setNow(server.db, '2026-03-01T08:59:00.000+00:00')
    const scheduledAt = '2026-03-01T09:00:00.000+00:00'
    const body = { messageId: 'm1', subject: 'Hello', content: 'You', users, scheduledAt }
    await server.call('POST', '/messaging/messages/email', { body })

    await setNow(server.db, scheduledAt)
    server.engine.nudge()
    await eventually(
      async () => server.sink.commands,
      (commands) => commands.some(({ line }) => line.startsWith('RCPT')),
    )
    const taken = await server.call('GET', '/messaging/messages/m1')
    expect(taken.body).toMatchObject({ status: 'processing', scheduledAt, deliveredAt: null })
    const changed = await server.call('PATCH', '/messaging/messages/email/m1', { body: { draft: true } })
    expect([changed.status, changed.body.type]).toEqual([400, 'message_already_processing'])
    expect((await server.call('DELETE', '/messaging/messages/m1')).status).toBe(204)
    server.sink.dropAll()
  })

  test('of many who get nothing a hundred are told, each with the reason', async () => {
    const server = await aServer({ database: await aDatabase(), deliver: true })
    const catcher = { providerId: 'catcher', name: 'Catcher', type: 'email', enabled: true, failureRate: 1 }
    await server.call('POST', '/messaging/providers/inbox', { body: { ...catcher, failure: 'permanent' } })
    const users = await people(server.database.db, server.project.seq, 120)
    const body = { messageId: 'm1', subject: 'Hello', content: 'You', users }
    await server.call('POST', '/messaging/messages/email', { body })
    const message = await messageWhen(server, isDone)
    expect(message).toMatchObject({ status: 'failed', delivery: { counts: { failed: 120 } } })
    expect(message.deliveryErrors).toHaveLength(100)
    for (const [n, text] of message.deliveryErrors.entries())
      expect(text).toMatch(new RegExp(`^u${n}@example\\.org: .`))
  })

  /** Waits until the loop has been round once more, with the clock as it is. */
  async function aLook({ engine, database }: Pick<TestServer, 'engine' | 'database'>) {
    const message = await aMessage(database.db, 1, { id: `look-${performance.now()}`, users: [] })
    engine.nudge()
    await eventually(
      async () =>
        (await sql<{ phase: string }>`select phase from messages where seq = ${message}`.execute(database.db))
          .rows[0]?.phase,
      (phase) => phase === 'done',
    )
  }

  // Embedded there is only one.
  test.skipIf(engine === 'pglite')(
    'after the clock has jumped nobody is taken for dead at once',
    async () => {
      const server = await aDeliveringServer()
      const message = 999
      await setNow(server.db, '2026-03-01T09:00:00Z')
      const { seq: other } = await registerWorker(server.db)
      await sql`
        insert into deliveries (message, n, project, provider, identifier, identifier_key, state, attempts, worker, created_at)
        values (${message}, 1, ${server.project}, 1, 'u0@example.org', 'u0@example.org', 1, 1, ${other}, app.now())
      `.execute(server.db)
      const state = async () => (await ledgerOf(server.db, message))[0]?.state
      const lookAfter = async (time: string) => {
        await advance(server.db, time)
        // The first may have begun before.
        await aLook(server)
        await aLook(server)
      }

      await lookAfter('1 hour')
      expect(await state()).toBe(stateCodes.sending)
      await lookAfter('9 seconds')
      expect(await state()).toBe(stateCodes.sending)
      await lookAfter('9 seconds')
      expect(await state()).toBe(stateCodes.inDoubt)
    },
  )

  test('cancelling stops what is not yet sent and says who and after how many', async () => {
    const server = await aDeliveringServer([{ on: 'rcpt', delayMs: 50 }])
    const users = await people(server.db, server.project, 60)
    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    await eventually(
      async () => server.sink.transactions.length,
      (count) => count > 5,
    )

    await server.call('POST', '/messaging/messages/m1/cancel', { body: {} })
    const message = await messageWhen(
      server,
      ({ delivery }) => delivery.counts.pending === 0 && delivery.counts.sending === 0,
    )

    expect(message).toMatchObject({ status: 'failed', delivery: { phase: 'cancelled' } })
    expect(message.deliveryErrors).toEqual([
      expect.stringMatching(/^Cancelled by Test after \d+ were sent\.$/),
    ])
    const ledger = await ledgerOf(server.db, 1)
    const sent = ledger.filter((row) => row.state === stateCodes.sent).length
    expect(sent).toBe(server.sink.transactions.length)
    expect(ledger.filter((row) => row.state === stateCodes.cancelled)).toHaveLength(60 - sent)
  })

  test('deleting a message that is being sent recalls the rest', async () => {
    const server = await aDeliveringServer([{ on: 'rcpt', delayMs: 50 }])
    const users = await people(server.db, server.project, 60)
    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    await eventually(
      async () => server.sink.transactions.length,
      (count) => count > 5,
    )

    expect((await server.call('DELETE', '/messaging/messages/m1')).status).toBe(204)

    const ledger = await eventually(
      () => ledgerOf(server.db, 1),
      (rows) => rows.every((row) => row.state !== stateCodes.pending && row.state !== stateCodes.sending),
    )
    expect(ledger.filter((row) => row.state === stateCodes.sent).length).toBe(server.sink.transactions.length)
    expect(ledger.some((row) => row.state === stateCodes.cancelled)).toBe(true)
  })

  test('an idle engine looks about once a second', async () => {
    const database = await aDatabase()
    const { services } = await aServer({ database })
    let statements = 0
    const counted = database.background.withPlugin({
      transformQuery: ({ node }) => {
        statements++
        return node
      },
      transformResult: async ({ result }) => result,
    })
    const engine = createEngine({ ...services, database: { ...database, background: counted } })
    const beats = async () =>
      (await sql<{ beat_at: string }>`select beat_at from workers`.execute(database.db)).rows[0]?.beat_at

    await engine.start()
    onTestFinished(engine.stop)
    const first = await eventually(beats, (beat) => beat !== undefined)
    const before = statements
    const second = await eventually(beats, (beat) => beat !== first)
    await eventually(beats, (beat) => beat !== second)

    // Two rounds, and what a third may have begun: some ten statements each.
    expect(statements - before).toBeLessThan(50)
  })

  test('stopping finishes what is on the wire and leaves nothing marked as being sent', async () => {
    const server = await aDeliveringServer([{ on: 'body', delayMs: 300 }])
    const users = await people(server.db, server.project, 40)
    await server.call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    await eventually(
      async () => server.sink.transactions.length,
      (count) => count >= 3,
    )

    await server.engine.stop()

    const ledger = await ledgerOf(server.db, 1)
    expect(ledger.filter((row) => row.state === stateCodes.sending)).toEqual([])
    expect(ledger.filter((row) => row.state === stateCodes.sent).length).toBe(server.sink.transactions.length)
  })
})

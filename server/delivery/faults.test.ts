// The database fails in the worst moments, above all after it has done what was asked and before it has said so.
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Database, Db } from '../db/database.ts'
import { DatabaseUnavailable } from '../db/errors.ts'
import { aServer, eventually } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aPerson } from '../testing/people.ts'
import { startSmtpSink } from '../testing/smtp-sink.js'
import { createEngine } from './engine.ts'

type Fault = {
  /** A piece of the statement's text. */
  readonly statement: string
  /** How many of them fail; those after it do not. */
  readonly times: number
  readonly error: () => Error
}

describe.each(databases)('faults on $engine', ({ aDatabase }) => {
  /** A message to so many people that an engine sends whose database fails so. */
  async function sending(count: number, fault: Fault, so: 'done' | 'undone' = 'done') {
    const database = await aDatabase()
    const sink = await startSmtpSink()
    const { services, call, project } = await aServer({ database })
    const users = Array.from({ length: count }, (_, index) => `u${index}`)
    for (const id of users) {
      await aPerson(database.db, project.seq, id, [{ id: `t-${id}`, identifier: `${id}@example.org` }])
    }
    await call('POST', '/messaging/providers/smtp', {
      body: {
        providerId: 'relay',
        name: 'Relay',
        host: `127.0.0.1:${sink.port}`,
        fromEmail: 'news@example.org',
        enabled: true,
      },
    })
    const engine = createEngine({ ...services, database: failing(database, fault, so) })
    await engine.start()
    onTestFinished(engine.stop)
    await call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'You', users },
    })
    const ended = () =>
      eventually(
        async () => (await call('GET', '/messaging/messages/m1')).body,
        ({ delivery }) => delivery.phase === 'done',
        20_000,
      )
    return { database, sink, users, ended }
  }

  /** `done`: as when a connection breaks after the statement, before its answer has come through. */
  function failing(database: Database, { statement, times, error }: Fault, so: 'done' | 'undone'): Database {
    const chosen = new WeakSet<object>()
    let left = times
    const background: Db = database.background.withPlugin({
      transformQuery: ({ node, queryId }) => {
        if (!JSON.stringify(node).includes(statement)) return node
        if (so === 'undone' && left-- > 0) throw error()
        chosen.add(queryId)
        return node
      },
      transformResult: async ({ result, queryId }) => {
        if (so === 'done' && chosen.has(queryId) && left-- > 0) throw error()
        return result
      },
    })
    return { ...database, background }
  }

  const lost = () => new DatabaseUnavailable(new Error('The connection was reset.'))

  test('who was claimed by a worker that never learned of it is sent to all the same, once', async () => {
    const { sink, users, ended } = await sending(12, { statement: 'claimed as', times: 3, error: lost })

    expect((await ended()).delivery.counts).toMatchObject({ sent: 12, inDoubt: 0 })
    const arrived = sink.transactions.flatMap(({ accepted }) => accepted)
    expect(arrived.toSorted()).toEqual(users.map((id) => `${id}@example.org`).toSorted())
  })

  test('results whose writing was not confirmed are written once', async () => {
    const { sink, ended } = await sending(12, { statement: 'recorded as', times: 3, error: lost })

    expect((await ended()).delivery.counts).toMatchObject({ sent: 12, inDoubt: 0 })
    expect(sink.transactions).toHaveLength(12)
  })

  test('whatever goes wrong with a claim, or with writing results, nothing stays as being sent', async () => {
    const thought = () => new Error('Nobody thought of this.')
    const claiming = await sending(12, { statement: 'claimed as', times: 1, error: thought })
    expect((await claiming.ended()).delivery.counts).toMatchObject({ sent: 12 })

    const recording = await sending(12, { statement: 'recorded as', times: 1, error: thought }, 'undone')
    const { counts } = (await recording.ended()).delivery
    expect(counts.sent + counts.inDoubt).toBe(12)
    expect(counts.inDoubt).toBeGreaterThanOrEqual(1)
    expect(recording.sink.transactions).toHaveLength(12)
  })
})

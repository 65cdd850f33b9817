// Several processes on one PostgreSQL.
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { seedPeople } from '../../bench/seeding.js'
import type { Database } from '../../server/db/database.ts'
import { eventually } from './eventually.ts'
import { faultsOf } from './ledger-check.ts'
import { aStage, createRelay, engines, prepareProject, sendToEverybody } from './stage.ts'

const recipients = Number(process.env.CARILLON_TEST_RECIPIENTS ?? 3000)
const connections = 5
/** Of `deliveries.state`: the checker reads the table itself here, because the API does not say who sent what. */
const [sending, sent] = [1, 2]

describe.skipIf(!engines.includes('PostgreSQL'))('on PostgreSQL', () => {
  test('a worker that is killed in mid-send leaves its work to the other', async () => {
    // Slow enough for both workers to have their share.
    const stage = await aStage('PostgreSQL', { script: [{ on: 'body', delayMs: 5 }] })
    await stage.withDatabase(async (database) => {
      const project = await prepareProject(database)
      await seedPeople(database.db, { project, count: recipients })

      const { api } = await stage.start({ env: { ROLE: 'api' } })
      await createRelay(api, stage.sink)
      const first = await startWorker(database)
      const second = await startWorker(database)
      await sendToEverybody(api)
      const fifth = recipients / 5
      await eventually(
        () => sentBy(database),
        (counts) => (counts.get(first.seq) ?? 0) >= fifth && (counts.get(second.seq) ?? 0) >= fifth,
      )
      await first.kill()
      const killedAt = performance.now()

      await eventually(
        () => heldBy(database, first.seq),
        (count) => count === 0,
        { withinMs: 20_000 },
      )
      expect(performance.now() - killedAt).toBeLessThan(20_000)
      const { delivery } = await eventually(
        () => api.message('news'),
        (message) => message.delivery.phase === 'done',
        { withinMs: 60_000 },
      )
      expect(await faultsOf(api, 'news', stage.sink.transactions())).toEqual([])
      expect(delivery.total).toBe(recipients)
      expect(delivery.counts.inDoubt).toBeLessThanOrEqual(connections)
      expect(delivery.counts.sent + delivery.counts.inDoubt).toBe(recipients)
    })

    /** With the number under which it holds rows. */
    async function startWorker(database: Database) {
      const before = await workersOf(database)
      // A port, so that it can be asked whether it is ready.
      const worker = await stage.start({ env: { ROLE: 'worker' } })
      const [seq, ...others] = (await workersOf(database)).filter((number) => !before.includes(number))
      if (seq === undefined || others.length > 0) throw new Error('not exactly one more worker')
      return { ...worker, seq }
    }
  })
})

async function workersOf({ db }: Database): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`select seq from workers`.execute(db)
  return rows.map(({ seq }) => seq)
}

async function sentBy({ db }: Database): Promise<Map<number, number>> {
  const { rows } = await sql<{ worker: number; count: number }>`
    select worker, count(*)::int as count from deliveries where state = ${sent} group by worker
  `.execute(db)
  return new Map(rows.map(({ worker, count }) => [worker, count]))
}

async function heldBy({ db }: Database, worker: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from deliveries where state = ${sending} and worker = ${worker}
  `.execute(db)
  return rows[0]?.count ?? 0
}

import { sql } from 'kysely'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createLog } from '../log.ts'
import { databases } from '../testing/database.ts'
import { type Database, type Db, openDatabase } from './database.ts'
import { DatabaseUnavailable, isStatementTimeout, isUnavailable } from './errors.ts'
import type { PostgresLocation } from './postgres.ts'
import { transaction } from './transaction.ts'

const log = createLog('silent')
const postgres = databases.find(({ engine }) => engine === 'postgres')

describe.runIf(postgres)('PostgreSQL', () => {
  let url: string
  beforeAll(async () => {
    const database = await postgres?.aDatabase()
    if (!database?.url) throw new Error('no PostgreSQL')
    url = database.url
  })

  async function open(limits: Partial<PostgresLocation> = {}): Promise<Database> {
    const database = await openDatabase({ url, ...limits }, { log })
    onTestFinished(database.close)
    return database
  }

  async function setting(db: Db, name: string): Promise<unknown> {
    const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(db)
    return rows[0]?.value
  }

  /** From outside, as an operator or a restart would. */
  async function terminate(others: string): Promise<void> {
    const { db } = await open()
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and query like ${others}
    `.execute(db)
  }

  async function isRunning(db: Db, query: string): Promise<boolean> {
    const { rows } = await sql`
      select 1 from pg_stat_activity where state <> 'idle' and query like ${query} and pid <> pg_backend_pid()
    `.execute(db)
    return rows.length > 0
  }

  test('requests and background work have their own time limits, and the same name', async () => {
    const { db, background } = await open()
    expect(await setting(db, 'statement_timeout')).toBe('5s')
    expect(await setting(background, 'statement_timeout')).toBe('1min')
    for (const each of [db, background]) {
      expect(await setting(each, 'idle_in_transaction_session_timeout')).toBe('30s')
      expect(await setting(each, 'application_name')).toBe('carillon')
    }
  })

  test('a statement over its time limit is known as such', async () => {
    const { db } = await open()
    const slow = transaction(db, async (db) => {
      await sql`set local statement_timeout = 20`.execute(db)
      await sql`select pg_sleep(10)`.execute(db)
    })
    await expect(slow).rejects.toSatisfy(isStatementTimeout)
    await expect(slow).rejects.not.toSatisfy(isUnavailable)
  })

  test('values do not depend on the settings of the server', async () => {
    const database = await postgres?.aDatabase()
    if (!database?.url) return expect.unreachable()
    await sql`
      do $$ begin
        execute format('alter database %I set timezone = %L', current_database(), 'America/New_York');
        execute format('alter database %I set datestyle = %L', current_database(), 'German');
        execute format('alter database %I set bytea_output = %L', current_database(), 'escape');
      end $$
    `.execute(database.db)
    const other = await openDatabase({ url: database.url }, { log })
    onTestFinished(other.close)
    const { rows } = await sql`
      select timestamptz '2026-03-01 09:00Z' as at, date '2026-03-01' as day, '\\xff00'::bytea as bytes
    `.execute(other.db)
    expect(rows).toEqual([
      { at: '2026-03-01T09:00:00.000+00:00', day: '2026-03-01', bytes: Buffer.from([255, 0]) },
    ])
  })

  test('a connection that is cut while it works fails its statement, and is replaced', async () => {
    const { db, background } = await open()
    const cut = sql`select pg_sleep(20), 'cut me'`.execute(background).catch((error: unknown) => error)
    await expect.poll(() => isRunning(db, '%cut me%')).toBe(true)
    await terminate('%cut me%')
    expect(isUnavailable(await cut)).toBe(true)
    expect(await setting(background, 'application_name')).toBe('carillon')
  })

  test('a connection that is cut while it idles is replaced unnoticed', async () => {
    const { db } = await open()
    await sql`select 'idle one'`.execute(db)
    await terminate('%idle one%')
    await expect.poll(() => setting(db, 'application_name').catch(() => '')).toBe('carillon')
  })

  test('a transaction that is cut fails as unavailable, and leaves nothing', async () => {
    const { db } = await open()
    await sql`create table cut (n int)`.execute(db)
    // Without the helper, which forbids what is done inside.
    const cut = db.transaction().execute(async (db) => {
      await sql`insert into cut values (1)`.execute(db)
      await terminate('insert into cut%')
      await sql`insert into cut values (2)`.execute(db)
    })
    await expect(cut).rejects.toSatisfy(isUnavailable)
    expect((await sql`select * from cut`.execute(db)).rows).toEqual([])
  })

  test('what finds no connection free waits, and at last is told so; background work has its own', async () => {
    const { db, background } = await open({ foregroundConnections: 1 })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    await db.transaction().execute(async () => {
      const waiting = setting(db, 'application_name').catch((error: unknown) => error)
      expect(await setting(background, 'application_name')).toBe('carillon')
      await vi.advanceTimersByTimeAsync(5000)
      expect(isUnavailable(await waiting)).toBe(true)
    })
    expect(await setting(db, 'application_name')).toBe('carillon')
  })

  test('more statements than connections all get their turn', async () => {
    const { db } = await open({ foregroundConnections: 2 })
    const asked = Array.from({ length: 50 }, (_, n) => n)
    const answers = asked.map((n) => sql<{ n: number }>`select ${n}::int as n`.execute(db))
    expect((await Promise.all(answers)).map(({ rows }) => rows[0]?.n)).toEqual(asked)
  })

  test('a database that is not there is named at the start', async () => {
    const missing = new URL(url)
    missing.pathname = 'no_such_database'
    const opening = openDatabase({ url: missing.href }, { log })
    await expect(opening).rejects.toThrow('database "no_such_database" does not exist')
    await expect(opening).rejects.not.toSatisfy(isUnavailable)
  })
})

test('a server that does not answer is unavailable', async () => {
  // Port 1 is reserved, and nobody listens there.
  const opening = openDatabase({ url: 'postgres://carillon@127.0.0.1:1/carillon' }, { log })
  await expect(opening).rejects.toBeInstanceOf(DatabaseUnavailable)
  await expect(opening).rejects.toThrow('The database is not available: connect ECONNREFUSED 127.0.0.1:1')
})

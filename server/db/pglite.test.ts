import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeEach, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { createLog } from '../log.ts'
import { aChild } from '../testing/child.ts'
import { aDatabase, template } from '../testing/database.ts'
import { type Database, type Db, openDatabase } from './database.ts'
import { DatabaseUnavailable, isUnavailable } from './errors.ts'
import { migrate } from './migrate.ts'
import { transaction } from './transaction.ts'

const log = createLog('silent')

async function count(db: Db): Promise<number | undefined> {
  const { rows } = await sql<{ count: number }>`select count(*) from numbers`.execute(db)
  return rows[0]?.count
}

describe('the one connection', () => {
  test('answers each of many callers with what he asked', async () => {
    const { db, background } = await aDatabase()
    const ask = (db: Db, n: number) => sql<{ n: number }>`select ${n}::int as n`.execute(db)
    const asked = Array.from({ length: 300 }, (_, n) => n)
    const answers = await Promise.all(asked.map((n) => ask(n % 3 === 0 ? background : db, n)))
    expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(asked)
  })

  test('is given to a request before background work that waits already', async () => {
    const { db, background } = await aDatabase()
    const done: string[] = []
    const note = (name: string) => () => void done.push(name)
    const chunk = () => sql`select count(*) from generate_series(1, 50000)`.execute(background)
    const chunks = Array.from({ length: 5 }, () => chunk().then(note('chunk')))
    const request = sql`select 1`.execute(db).then(note('request'))
    await Promise.all([...chunks, request])
    expect(done.indexOf('request')).toBeLessThanOrEqual(1)
  })

  test('is taken from a transaction that leaves it idle', async () => {
    const { db } = await aDatabase()
    await sql`create table numbers (n int)`.execute(db)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    let goOn = () => {}
    const idle = transaction(db, async (db) => {
      await sql`insert into numbers values (1)`.execute(db)
      const waiting = new Promise<void>((resolve) => {
        goOn = resolve
      })
      await waiting
      await sql`insert into numbers values (2)`.execute(db)
    })
    const other = count(db)
    await vi.waitUntil(() => vi.getTimerCount() > 0)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await other).toBe(0)
    goOn()
    await expect(idle).rejects.toThrow(/left idle for too long/)
    expect(await count(db)).toBe(0)
  })

  test('is closed after what is under way', async () => {
    const { db, close } = await aDatabase()
    let closing = Promise.resolve()
    const underWay = transaction(db, async (db) => {
      await sql`select 1`.execute(db)
      closing = close()
      return (await sql`select 2 as n`.execute(db)).rows
    })
    expect(await underWay).toEqual([{ n: 2 }])
    await closing
    await expect(sql`select 1`.execute(db)).rejects.toBeInstanceOf(DatabaseUnavailable)
  })
})

describe('in a folder', { timeout: 90_000 }, () => {
  let dataDir: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'carillon-data-'))
    return () => rm(dataDir, { recursive: true, force: true })
  })

  async function open(fatal: (error: Error) => void = () => {}): Promise<Database> {
    const database = await openDatabase({ dataDir, template: await template() }, { log, fatal })
    onTestFinished(database.close)
    return database
  }

  const opening = `
    import { readFile } from 'node:fs/promises'
    import { openDatabase } from './server/db/database.js'
    const [dataDir, path, migrations] = process.argv.slice(2)
    const template = path ? new Blob([await readFile(path)]) : undefined
    const quiet = () => {}
    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
    const open = () => openDatabase({ dataDir, template }, { log })
  `

  /** A process that opens the database, creates a table, and then says each row that it has committed. */
  const writer = `
    import { sql } from 'kysely'
    ${opening}
    try {
      const { db } = await open()
      await sql\`create table numbers (n int primary key)\`.execute(db)
      for (let n = 1; ; n++) {
        await sql\`insert into numbers values (\${n})\`.execute(db)
        console.log(n)
      }
    } catch (error) {
      console.log(error.name + ': ' + error.message)
      process.exit(1)
    }
  `

  test('what was committed is there after closing, and the folder is free again', async () => {
    const first = await openDatabase({ dataDir, template: await template() }, { log })
    await sql`create table numbers (n int); insert into numbers values (1)`.execute(first.db)
    await first.close()
    expect(await readdir(dataDir)).toEqual(['database'])
    const { db } = await open()
    expect(await count(db)).toBe(1)
  })

  test('what was committed is there after kill -9', async () => {
    const child = await aChild(writer, [dataDir, inject('pgliteTemplate')])
    let committed = 0
    while (committed < 50) committed = Number(await child.line())
    await child.kill()
    const { db } = await open()
    expect(await count(db)).toBeGreaterThanOrEqual(50)
  })

  test('a second process is refused at once, and the first goes on unharmed', async () => {
    const { db } = await open()
    await sql`create table numbers (n int)`.execute(db)
    const second = await aChild(writer, [dataDir])
    expect(await second.line()).toContain(
      `DataDirectoryLocked: ${dataDir} is in use by the process ${process.pid}.`,
    )
    expect(await second.exit).toBe(1)
    await sql`insert into numbers values (1)`.execute(db)
    expect(await count(db)).toBe(1)
  })

  test('one whose making was killed is made anew', async () => {
    const child = await aChild(writer, [dataDir, inject('pgliteTemplate')])
    await vi.waitUntil(() => existsSync(join(dataDir, 'database.new/PG_VERSION')), {
      timeout: 40_000,
      interval: 1,
    })
    await child.kill()
    expect(existsSync(join(dataDir, 'database'))).toBe(false)
    const { db } = await open()
    await sql`create table numbers (n int)`.execute(db)
    expect(await readdir(dataDir)).not.toContain('database.new')
  })

  test('a migration that was killed half-way is done by the next start', async () => {
    const migrations = join(dataDir, 'migrations')
    const endless = 'insert into numbers values (1); select count(*) from generate_series(1, 10000000000) a'
    await mkdir(migrations)
    await writeFile(`${migrations}/0001_numbers.sql`, 'create table numbers (n int)')
    await writeFile(`${migrations}/0002_more.sql`, endless)
    const script = `
      import { sql } from 'kysely'
      import { migrate } from './server/db/migrate.js'
      ${opening}
      const { background } = await open()
      // The template has our own tables.
      await sql\`drop table schema_migrations\`.execute(background)
      void migrate(background, migrations)
      sql\`select 1\`.execute(background).then(() => console.log('one is done'))
      // Queued before the second migration is begun, so answered when that one is all there is left.
    `
    const child = await aChild(script, [dataDir, inject('pgliteTemplate'), migrations])
    expect(await child.line()).toBe('one is done')
    await child.kill()

    await writeFile(`${migrations}/0002_more.sql`, 'insert into numbers values (1)')
    const { db } = await open()
    expect(await migrate(db, migrations)).toContain('more')
    expect(await count(db)).toBe(1)
  })

  // A checkpoint that cannot write this file panics, as it does on a full disk.
  const neededFile = 'database/pg_logical/replorigin_checkpoint.tmp'

  test('when the engine dies the statement under way fails, and the next one finds the engine restarted', async () => {
    const lost: Error[] = []
    const { db } = await open((error) => lost.push(error))
    await sql`create table numbers (n int); insert into numbers values (1)`.execute(db)
    await mkdir(join(dataDir, neededFile))
    const error: unknown = await sql`checkpoint`.execute(db).catch((error: unknown) => error)
    await rmdir(join(dataDir, neededFile))
    expect(error).toMatchObject({ severity: 'PANIC' })
    expect(isUnavailable(error)).toBe(true)
    expect(lost).toEqual([error])

    await expect.poll(() => count(db).catch(() => 0), { timeout: 40_000 }).toBe(1)
    await sql`insert into numbers values (2)`.execute(db)
    expect(await count(db)).toBe(2)
  })

  test('while the engine cannot start everybody is told so, and as soon as it can it does', async () => {
    const { db } = await open()
    await sql`create table numbers (n int)`.execute(db)
    await mkdir(join(dataDir, neededFile))
    await expect(sql`checkpoint`.execute(db)).rejects.toMatchObject({ severity: 'PANIC' })
    for (let asked = 0; asked < 3; asked++) {
      const error: unknown = await count(db).catch((error: unknown) => error)
      expect(isUnavailable(error)).toBe(true)
    }
    await rmdir(join(dataDir, neededFile))
    await expect.poll(() => count(db).catch(() => -1), { timeout: 30_000, interval: 100 }).toBe(0)
  })
})

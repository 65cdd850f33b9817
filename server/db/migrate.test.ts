import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aChild } from '../testing/child.ts'
import { databases } from '../testing/database.ts'
import type { Db } from './database.ts'
import { migrate, SchemaMismatch } from './migrate.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-migrations-'))
  return () => rm(folder, { recursive: true, force: true })
})

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
}

const cities = {
  '0001_cities.sql': `
    create table cities (name text primary key);
    -- Several statements, and a body with semicolons.
    create function shout(city text) returns text language sql immutable as $$ select upper(city); $$;
  `,
  '0002_rivers.sql': 'create table rivers (city text references cities);',
}

async function tables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1
  `.execute(db)
  return rows.map(({ name }) => name)
}

async function applied(db: Db): Promise<unknown[]> {
  return (await sql`select version, name from schema_migrations order by version`.execute(db)).rows
}

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let db: Db
  beforeAll(async () => {
    db = (await aDatabase({ empty: true })).db
  })
  afterEach(() => sql`drop schema public cascade; create schema public`.execute(db))

  test('each is applied once, in order', async () => {
    await write(cities)
    expect(await migrate(db, folder)).toEqual(['cities', 'rivers'])
    expect(await migrate(db, folder)).toEqual([])
    expect(await tables(db)).toEqual(['cities', 'rivers', 'schema_migrations'])

    await write({ '0003_bridges.sql': 'create table bridges (n int)' })
    expect(await migrate(db, folder)).toEqual(['bridges'])
    expect(await applied(db)).toEqual([
      { version: 1, name: 'cities' },
      { version: 2, name: 'rivers' },
      { version: 3, name: 'bridges' },
    ])
  })

  test('one that fails leaves nothing behind, and is tried again at the next start', async () => {
    await write({ ...cities, '0002_rivers.sql': 'create table rivers (n int); select 1 / 0' })
    await expect(migrate(db, folder)).rejects.toThrow('division by zero')
    expect(await tables(db)).toEqual(['cities', 'schema_migrations'])
    await write(cities)
    expect(await migrate(db, folder)).toEqual(['rivers'])
  })

  test('a schema newer than the program stops it', async () => {
    await write(cities)
    await migrate(db, folder)
    await rm(join(folder, '0002_rivers.sql'))
    const error = migrate(db, folder)
    await expect(error).rejects.toBeInstanceOf(SchemaMismatch)
    await expect(error).rejects.toThrow(
      /newer than this program: it has migration 2 \(rivers\), the program knows 1/,
    )
  })

  test('the schema of another program stops it', async () => {
    await write(cities)
    await migrate(db, folder)
    await rm(join(folder, '0002_rivers.sql'))
    await write({ '0002_lakes.sql': 'select 1', '0003_more.sql': 'select 1' })
    await expect(migrate(db, folder)).rejects.toBeInstanceOf(SchemaMismatch)
  })

  test.each([
    ['a gap', { '0001_a.sql': '', '0003_c.sql': '' }],
    ['the same number twice', { '0001_a.sql': '', '0001_b.sql': '' }],
    ['another name', { 'first.sql': '' }],
  ])('%s in the numbers is an error before anything is done', async (_name, files) => {
    await write(files)
    await expect(migrate(db, folder)).rejects.toThrow(/is expected; names go 0001_name.sql/)
    expect(await tables(db)).toEqual([])
  })

  test('the own migrations are there, and were applied to the template', async () => {
    const { db } = await aDatabase()
    expect(await migrate(db)).toEqual([])
    expect(await applied(db)).toContainEqual({ version: 1, name: 'first' })
  })
})

const postgres = databases.find(({ engine }) => engine === 'postgres')

const migrator = `
  import { migrate } from './server/db/migrate.js'
  import { openDatabase } from './server/db/database.js'
  const quiet = () => {}
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  const database = await openDatabase({ url: process.argv[2] }, { log })
  console.log('ready')
  process.stdin.once('data', async () => {
    console.log(JSON.stringify(await migrate(database.background, process.argv[3]).catch((error) => error.message)))
    await database.close()
    process.exit()
  })
`

describe.runIf(postgres)('several processes on PostgreSQL', () => {
  async function anEmptyDatabase() {
    const database = await postgres?.aDatabase({ empty: true })
    if (!database?.url) throw new Error('no PostgreSQL')
    return { db: database.db, url: database.url }
  }

  test('that start at once all come out fine', async () => {
    const { db, url } = await anEmptyDatabase()
    await write(cities)
    const children = await Promise.all([1, 2, 3].map(() => aChild(migrator, [url, folder])))
    await Promise.all(children.map(({ line }) => line()))
    for (const { process } of children) process.stdin?.write('go\n')
    const results = await Promise.all(children.map(async ({ line }) => JSON.parse(await line())))
    expect(results.flat().toSorted()).toEqual(['cities', 'rivers'])
    expect(await applied(db)).toEqual([
      { version: 1, name: 'cities' },
      { version: 2, name: 'rivers' },
    ])
  })

  test('of which one is killed half-way: the next one goes on', async () => {
    const { db, url } = await anEmptyDatabase()
    await write({ ...cities, '0002_rivers.sql': 'create table rivers (n int); select pg_sleep(60)' })
    const child = await aChild(migrator, [url, folder])
    await child.line()
    child.process.stdin?.write('go\n')
    await expect.poll(() => isAsleep(url)).toBe(true)
    await child.kill()

    await write(cities)
    // The server notices that its client is gone when the statement ends.
    await asAdmin(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`,
    )
    expect(await tables(db)).toEqual(['cities', 'schema_migrations'])
    expect(await migrate(db, folder)).toEqual(['rivers'])
  })
})

async function asAdmin(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client.query(statement).finally(() => client.end())
}

async function isAsleep(url: string): Promise<boolean> {
  const { rows } = await asAdmin(
    url,
    `select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`,
  )
  return rows.length > 0
}

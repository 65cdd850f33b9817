// A fresh, migrated database for a test. It closes by itself: after the test that opened it, or after the file when
// it was opened in `beforeAll`.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { inject, onTestFinished, TestRunner } from 'vitest'

import { type Database, type Db, openDatabase } from '../db/database.ts'
import { watchForNesting } from '../db/nesting.ts'
import { createLog } from '../log.ts'

export type TestDatabase = Database & {
  /** Where it is, for what has to open it once more; only on PostgreSQL. */
  readonly url?: string
}

type Wishes = {
  /** Without tables. */
  readonly empty?: boolean
}

/** Each engine there is, for `describe.each(databases)('… on $engine', ({ aDatabase }) => …)`. */
export const databases: readonly {
  engine: Database['engine']
  aDatabase: (wishes?: Wishes) => Promise<TestDatabase>
}[] = [
  { engine: 'pglite', aDatabase },
  ...(inject('postgres') ? [{ engine: 'postgres' as const, aDatabase: aPostgres }] : []),
]

/** The embedded engine, in memory. */
export async function aDatabase(wishes: Wishes = {}): Promise<TestDatabase> {
  const database = await openDatabase({ memory: true, template: await template() }, { log })
  return prepared(database, wishes, database.close)
}

const log = createLog('silent')
watchForNesting()

let templateBlob: Promise<Blob> | undefined

/** What an embedded database begins with, to have the tables. */
export function template(): Promise<Blob> {
  templateBlob ??= readFile(inject('pgliteTemplate')).then((bytes) => new Blob([new Uint8Array(bytes)]))
  return templateBlob
}

async function aPostgres(wishes: Wishes = {}): Promise<TestDatabase> {
  const server = inject('postgres')
  if (!server) throw new Error('There is no PostgreSQL in this run.')
  const name = `carillon_test_${randomUUID()}`
  await asAdmin(server.url, `create database "${name}" template "${server.template}"`)
  const url = new URL(server.url)
  url.pathname = name
  const database = await openDatabase({ url: url.href }, { log })
  return prepared({ ...database, url: url.href }, wishes, async () => {
    await database.close()
    await asAdmin(server.url, `drop database "${name}" with (force)`)
  })
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(statement).finally(() => admin.end())
}

async function prepared<D extends TestDatabase>(
  database: D,
  wishes: Wishes,
  end: () => Promise<void>,
): Promise<D> {
  let ending: Promise<void> | undefined
  const close = () => {
    ending ??= end()
    return ending
  }
  if (TestRunner.getCurrentTest()) onTestFinished(close)
  else openedForFile.push(close)
  if (wishes.empty) {
    await sql`drop schema public cascade; drop schema app cascade; create schema public`.execute(database.db)
  }
  return { ...database, close }
}

const openedForFile: (() => Promise<void>)[] = []

/** Those that were opened for a whole file of tests. */
export async function closeDatabases(): Promise<void> {
  await Promise.all(openedForFile.splice(0).map((close) => close()))
}

/** From now on it is this instant in this database, until told otherwise. */
export async function setNow(db: Db, instant: string): Promise<void> {
  await sql`
    create or replace function app.now() returns timestamptz language sql stable
    as ${sql.lit(`select timestamptz '${new Date(instant).toISOString()}'`)}
  `.execute(db)
}

/** Moves the clock of this database on, e.g. by `10 minutes`, and stops it there; answers the new instant. */
export async function advance(db: Db, by: string): Promise<string> {
  const { rows } = await sql<{ instant: string }>`select app.now() + ${by}::interval as instant`.execute(db)
  const instant = rows[0]?.instant ?? ''
  await setNow(db, instant)
  return instant
}

/** How many statements in this PostgreSQL wait for what others hold. Ask on another connection than they are on. */
export async function waitingForLocks(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  `.execute(db)
  return rows[0]?.n ?? 0
}

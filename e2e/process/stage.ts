// What a test plays on: an SMTP server that outlives kills, a folder for data, servers. All of it is gone when the test ends.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, onTestFailed, onTestFinished } from 'vitest'
import { type Database, type DatabaseLocation, openDatabase } from '../../server/db/database.ts'
import { migrate } from '../../server/db/migrate.ts'
import { createLog } from '../../server/log.ts'
import { ensureProject } from '../../server/projects/projects.ts'
import { startPostgres } from '../../server/testing/postgres-server.js'
import type { SinkOptions } from '../../server/testing/smtp-sink.js'
import { type Api, apiOf, projectId, unattended } from './api-client.ts'
import type { ServerProcess } from './server-process.js'
import { freePort, startServer } from './server-process.js'
import { type SinkProcess, startSink } from './sink-process.ts'

const { server: postgres, why } = await startPostgres()
if (!postgres && process.env.CARILLON_REQUIRE_POSTGRES === '1')
  throw new Error(`PostgreSQL is required here, but ${why}`)
afterAll(() => postgres?.stop())

export type Engine = 'embedded' | 'PostgreSQL'

/** Both, where a PostgreSQL was found. */
export const engines: readonly Engine[] = postgres ? ['embedded', 'PostgreSQL'] : ['embedded']

export type Stage = {
  /** The variables that say where the data are. */
  readonly place: Readonly<Record<string, string>>
  readonly sink: SinkProcess
  readonly start: (wishes?: StartWishes) => Promise<ServerProcess & { readonly api: Api }>
  /** Works on the data while no server is open on them. */
  readonly withDatabase: <Result>(work: (database: Database) => Promise<Result>) => Promise<Result>
}

type StartWishes = {
  readonly env?: Readonly<Record<string, string>>
  readonly by?: 'npm' | 'node'
  /** Until it is ready; true unless said otherwise. */
  readonly waits?: boolean
}

export async function aStage(engine: Engine, sinkOptions: Omit<SinkOptions, 'log'> = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-process-'))
  const sink = await startSink(join(folder, 'sink.jsonl'), sinkOptions)
  const servers: ServerProcess[] = []
  const { place, location, drop } = engine === 'embedded' ? inFolder(folder) : await inPostgres()
  onTestFailed(() => {
    for (const { pid, output } of servers) console.error(`\n--- said by process ${pid}:\n${output()}`)
  })
  onTestFinished(async () => {
    await Promise.all(servers.map((server) => server.kill()))
    await sink.stop()
    await drop()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    place,
    sink,
    start: async ({ env = {}, by = 'node', waits = true } = {}) => {
      const variables = { ...unattended, ...place, PORT: String(await freePort()), LOG_LEVEL: 'warn', ...env }
      const server = await startServer(variables, { by, waits })
      servers.push(server)
      return { ...server, api: apiOf(server.url) }
    },
    withDatabase: async (work) => {
      const database = await openDatabase(location, { log: createLog('silent') })
      return work(database).finally(database.close)
    },
  }
}

function inFolder(folder: string) {
  const dataDir = join(folder, 'data')
  const location: DatabaseLocation = { dataDir }
  return { place: { DATA_DIR: dataDir }, location, drop: async () => {} }
}

async function inPostgres() {
  if (!postgres) throw new Error(`There is no PostgreSQL: ${why}`)
  const name = `carillon_process_${randomUUID()}`
  await asAdmin(postgres.url, `create database "${name}"`)
  const url = new URL(postgres.url)
  url.pathname = name
  const location: DatabaseLocation = { url: url.href }
  const secret = Buffer.alloc(32, 7).toString('base64')
  return {
    place: { DATABASE_URL: url.href, CARILLON_SECRET: secret },
    location,
    drop: () => asAdmin(postgres.url, `drop database "${name}" with (force)`),
  }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(statement).finally(() => admin.end())
}

/** The tables and the project, before a server has run; answers with the project's number. */
export async function prepareProject({ db, background }: Database): Promise<number> {
  await migrate(background)
  const { seq } = await ensureProject(db, projectId)
  return seq
}

/** An SMTP provider that hands everything to the stage's SMTP server. */
export function createRelay(api: Api, { port }: { port: number }): Promise<unknown> {
  return api.call('POST', '/messaging/providers/smtp', {
    providerId: 'relay',
    name: 'Relay',
    host: '127.0.0.1',
    port,
    autoTLS: false,
    fromEmail: 'news@example.org',
    enabled: true,
  })
}

/** An e-mail to the topic of `seedPeople`. */
export function sendToEverybody(api: Api, more: object = {}): Promise<unknown> {
  return api.call('POST', '/messaging/messages/email', {
    messageId: 'news',
    subject: 'News',
    content: 'The bells ring on Sunday.',
    topics: ['everybody'],
    ...more,
  })
}

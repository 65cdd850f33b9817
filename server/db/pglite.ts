// PGlite behind the same interface as PostgreSQL: a worker thread that owns it, the PostgreSQL client that talks to it
// over a socket of messages, and turns on the one connection.
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { kyselyOver, type Lease, run } from './connection.ts'
import type { Database, DatabaseOptions } from './database.ts'
import { DatabaseUnavailable, endsConnection, toDatabaseError } from './errors.ts'
import { PgliteSocket } from './pglite-socket.ts'
import { createTurns, type Priority } from './turns.ts'
import { keepUp } from './upkeep.ts'
import { valueTypes } from './values.ts'

export type PgliteOptions = DatabaseOptions & {
  /** Where the data lie; in memory without it. */
  readonly folder?: string
  /** A dump with which a new database begins, instead of an empty one. */
  readonly template?: Blob | undefined
}

export type PgliteDatabase = Database & {
  /** The whole data directory as one file, to be a `template`. */
  readonly dump: () => Promise<Blob>
}

/** A transaction that leaves the connection idle so long is ended: everybody else waits for it. */
const idleInTransaction = 30_000
/** An engine that died is started again at most this often. */
const restartPause = 1000
const stopTimeout = 8000

export async function openPglite(options: PgliteOptions): Promise<PgliteDatabase> {
  const { folder, log } = options
  if (folder !== undefined && !existsSync(join(folder, 'PG_VERSION'))) await create(folder, options.template)

  const turns = createTurns()
  let engine: Promise<Engine> | undefined
  let startedAt = Number.NEGATIVE_INFINITY
  let closing = false

  function running(): Promise<Engine> {
    if (engine) return engine
    if (performance.now() - startedAt < restartPause || (folder === undefined && startedAt > 0)) {
      return Promise.reject(new Error('the embedded engine was lost.'))
    }
    startedAt = performance.now()
    const starting = start(folder === undefined ? options : { folder }, (error) => {
      if (engine === starting) engine = undefined
      if (closing) return
      log.error('the embedded database was lost', { error })
      options.fatal?.(error)
    })
    starting.catch(() => {
      if (engine === starting) engine = undefined
    })
    engine = starting
    return starting
  }

  async function lend(priority: Priority): Promise<Lease> {
    const endTurn = await turns.take(priority).catch((error) => Promise.reject(toDatabaseError(error)))
    try {
      return lease(await running(), endTurn)
    } catch (error) {
      endTurn()
      throw toDatabaseError(error)
    }
  }

  await running()

  const upkeepDb = kyselyOver(() => lend('upkeep'))
  const upkeep = folder === undefined ? undefined : keepUp(upkeepDb, folder, log)
  return {
    db: kyselyOver(() => lend('foreground')),
    background: kyselyOver(() => lend('background')),
    engine: 'pglite',
    dump: async () => {
      const endTurn = await turns.take('foreground')
      return running()
        .then((engine) => engine.dump())
        .finally(endTurn)
    },
    close: async () => {
      closing = true
      upkeep?.stop()
      await turns.close()
      // In memory there is nothing to be put away; an engine that did not start has nothing either.
      await engine?.then(({ stop }) => stop(folder !== undefined)).catch(() => {})
    },
  }
}

type Engine = {
  readonly client: pg.Client
  readonly lose: (error: Error) => void
  readonly dump: () => Promise<Blob>
  readonly stop: (cleanly: boolean) => Promise<void>
}

type WorkerData = { readonly folder?: string; readonly template?: Blob | undefined }

/**
 * A new data directory grows under another name, so that one whose making was interrupted is never taken for a
 * database. In a thread of its own, because making one needs half a gigabyte more than having one.
 */
async function create(folder: string, template: Blob | undefined): Promise<void> {
  const unfinished = `${folder}.new`
  await rm(unfinished, { recursive: true, force: true })
  await stopWorker(await startWorker({ folder: unfinished, template }))
  await rename(unfinished, folder)
}

async function startWorker({ folder, template }: WorkerData): Promise<Worker> {
  compiling ??= compileEngine()
  const worker = new Worker(new URL('./pglite-worker.js', import.meta.url), {
    name: 'database',
    workerData: { folder, template, engine: await compiling },
    execArgv: [],
  })
  const ended = once(worker, 'exit').then(([code]) => Promise.reject(new Error(`it ended with code ${code}`)))
  try {
    await Promise.race([once(worker, 'message'), ended])
  } catch (error) {
    const where = folder === undefined ? 'in memory' : `in ${folder}`
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The embedded database ${where} did not start: ${reason}`, { cause: error })
  } finally {
    ended.catch(() => {})
  }
  return worker
}

/** Once a process, for all workers: to compile it is half of an engine's start. */
let compiling: Promise<unknown> | undefined

async function compileEngine(): Promise<unknown> {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  // Node's own types do not know of it.
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { compile: (bytes: Uint8Array) => Promise<unknown> }
  }
  return WebAssembly.compile(await readFile(join(dirname(main), 'pglite.wasm')))
}

async function stopWorker(worker: Worker): Promise<void> {
  // It writes a last checkpoint, and where that cannot be written it never ends.
  const exit = once(worker, 'exit', { signal: AbortSignal.timeout(stopTimeout) })
  worker.postMessage('close')
  await exit.catch(() => worker.terminate())
}

async function start(data: WorkerData, lost: (error: Error) => void): Promise<Engine> {
  const worker = await startWorker(data)
  const socket = new PgliteSocket(worker)
  const client = new pg.Client({
    stream: () => socket,
    types: valueTypes,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
  })
  // Whoever waits for an answer gets the error as well; without a listener it would end the process.
  client.on('error', () => {})

  let isLost = false
  const lose = (error: Error) => {
    if (isLost) return
    isLost = true
    socket.destroy(error)
    void worker.terminate()
    lost(error)
  }
  worker.on('error', lose)
  worker.on('exit', () => lose(new Error('The thread of the embedded database ended.')))

  await client.connect()
  return {
    client,
    lose,
    dump: () =>
      new Promise((resolve, reject) => {
        socket.once('close', () => reject(new Error('The embedded database was lost.')))
        worker.on('message', (message: { dump?: Blob }) => message.dump && resolve(message.dump))
        worker.postMessage('dump')
      }),
    stop: (cleanly) => (cleanly ? stopWorker(worker) : worker.terminate().then(() => {})),
  }
}

function lease({ client, lose }: Engine, endTurn: () => void): Lease {
  let over: string | undefined
  let idle: NodeJS.Timeout | undefined

  async function query(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    if (over !== undefined) throw new DatabaseUnavailable(new Error(over))
    clearTimeout(idle)
    try {
      return await run(client, sql, parameters)
    } catch (error) {
      // After a panic the engine answers nothing more, and spins.
      if (error instanceof Error && endsConnection(error)) lose(error)
      throw error
    } finally {
      if (client.getTransactionStatus() !== 'I') {
        idle = setTimeout(
          end,
          idleInTransaction,
          'A transaction was left idle for too long and rolled back. Did it wait for a statement outside of it?',
        )
      }
    }
  }

  function end(why: string) {
    if (over !== undefined) return
    over = why
    clearTimeout(idle)
    if (client.getTransactionStatus() === 'I') return endTurn()
    client.query('rollback').then(endTurn, endTurn)
  }

  return { query, giveBack: () => end('This connection was given back.') }
}

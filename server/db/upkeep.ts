// What a PostgreSQL server does by itself and PGlite, being a single process, does not: checkpoints, without which the
// write-ahead log grows for ever; and vacuum and analyze, without which deleted rows stay and plans get worse.
import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Log } from '../log.ts'
import type { Db } from './database.ts'

/** Once the log is this long, in bytes. A checkpoint then takes about 0.1 s. */
const logLimit = 64 * 1024 * 1024
const interval = 15_000
const neededSpace = 64 * 1024 * 1024

/** Looks after the embedded database in this folder until it is stopped. */
export function keepUp(db: Db, folder: string, log: Log): { stop: () => void } {
  const stopped = new AbortController()
  const loop = async () => {
    for (;;) {
      await sleep(interval, undefined, { ref: false, signal: stopped.signal })
      // A checkpoint that finds no space takes the engine with it.
      if ((await freeSpace(folder)) < neededSpace)
        log.warn('the disk is nearly full: upkeep of the database waits')
      else await lookAfter(db)
    }
  }
  const restart = (error: unknown) => {
    if (stopped.signal.aborted) return
    log.warn('the upkeep of the embedded database failed', { error })
    loop().catch(restart)
  }
  loop().catch(restart)
  return { stop: () => stopped.abort() }
}

async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** One look: a checkpoint if the log is long, and the tables that have changed enough. */
export async function lookAfter(db: Db, limit = logLimit): Promise<void> {
  const { rows: logs } = await sql<{ length: number }>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint as length from pg_control_checkpoint()
  `.execute(db)
  if (logs.some(({ length }) => length > limit)) await sql`checkpoint`.execute(db)

  // The thresholds of a server's autovacuum, but for small tables higher: each look at one is a turn on the connection.
  const { rows: tables } = await sql<{ schema: string; name: string; dead: boolean }>`
    select schemaname as schema, relname as name, n_dead_tup > 1000 + 0.2 * n_live_tup as dead
    from pg_stat_user_tables
    where n_dead_tup > 1000 + 0.2 * n_live_tup or n_mod_since_analyze > 1000 + 0.1 * n_live_tup
  `.execute(db)
  for (const { schema, name, dead } of tables) {
    const table = sql.id(schema, name)
    await (dead ? sql`vacuum (analyze) ${table}` : sql`analyze ${table}`).execute(db)
  }
}

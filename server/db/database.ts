// The database: one interface, two engines. PGlite in a worker thread by default, PostgreSQL when there is a URL.
//
// The rules for values and parameters are at the head of values.ts; in one line: JSON goes in as
// `${JSON.stringify(value)}::jsonb`, instants are the API's texts, a `sum()` is a number.
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Log } from '../log.ts'
import { checkWritable, lockDataDirectory } from './data-dir-lock.ts'
import { openPglite } from './pglite.ts'
import { openPostgres, type PostgresLocation } from './postgres.ts'
import type { Tables } from './tables.ts'

/** What a function needs to ask the database; a transaction is one as well. */
export type Db = Kysely<Tables>

export type Database = {
  /** For requests: goes before `background`, statements are cut off after 5 s (PostgreSQL). */
  readonly db: Db
  /** For the delivery engine, and for whatever may take its time. */
  readonly background: Db
  readonly engine: 'pglite' | 'postgres'
  /** Waits for what is under way; whoever asks later is refused. */
  readonly close: () => Promise<void>
}

export type DatabaseLocation =
  | PostgresLocation
  /** Embedded, in `DATA_DIR/database`. The folder is locked until `close`. A new one begins as a copy of the template. */
  | { dataDir: string; template?: Blob }
  /** Embedded, in memory: for tests. */
  | { memory: true; template?: Blob }

export type DatabaseOptions = {
  readonly log: Log
  /**
   * The embedded engine died (disk full, a fault in it). The statement under way fails, and perhaps was done; the next
   * one starts the engine again, with all that it had committed, or fails if it does not start.
   */
  readonly fatal?: (error: Error) => void
}

/** Opens the database; it still has to be migrated. */
export async function openDatabase(location: DatabaseLocation, options: DatabaseOptions): Promise<Database> {
  if ('url' in location) return openPostgres(location, options)
  if ('memory' in location) return openPglite({ ...options, template: location.template })
  return openDataDirectory(location, options)
}

async function openDataDirectory(
  { dataDir, template }: { dataDir: string; template?: Blob },
  options: DatabaseOptions,
): Promise<Database> {
  const lock = await lockDataDirectory(dataDir)
  const folder = join(lock.directory, 'database')
  try {
    await checkWritable(folder)
    const database = await openPglite({ ...options, folder, template })
    return { ...database, close: () => database.close().finally(lock.release) }
  } catch (error) {
    await lock.release()
    throw error
  }
}

// Migrations: numbered files of SQL, each in one transaction under a lock, so that several processes may start at once
// and one that is killed half-way leaves nothing behind.
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { transaction } from './transaction.ts'

/** Beside this file, in the sources as in what is built of them. */
const ownMigrations = fileURLToPath(new URL('./migrations/', import.meta.url))

/** Any number, the same in every version of the program: nobody else in this database may use it. */
const lockKey = 4_400_442_501

type Migration = { readonly version: number; readonly name: string; readonly path: string }

/** The database was written by a newer program, or by another one. */
export class SchemaMismatch extends Error {
  override name = 'SchemaMismatch'
}

/** Brings the schema up to what this program expects; answers the names of what was applied now. */
export async function migrate(db: Db, folder = ownMigrations): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const applied: string[] = []
  for (;;) {
    const name = await transaction(db, (db) => applyNext(db, migrations))
    if (name === undefined) return applied
    applied.push(name)
  }
}

async function applyNext(db: Db, migrations: readonly Migration[]): Promise<string | undefined> {
  await sql`
    select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)
  `.execute(db)
  await sql`select pg_advisory_xact_lock(${lockKey}::bigint)`.execute(db)
  await sql`
    create table if not exists public.schema_migrations (
      version integer primary key,
      name text not null,
      applied_at timestamptz(3) not null default statement_timestamp()
    )
  `.execute(db)
  const { rows } = await sql<{ version: number; name: string }>`
    select version, name from public.schema_migrations order by version
  `.execute(db)
  checkSchema(rows, migrations)

  const next = migrations[rows.length]
  if (!next) return undefined
  await sql.raw(await readFile(next.path, 'utf8')).execute(db)
  await sql`insert into public.schema_migrations (version, name) values (${next.version}, ${next.name})`.execute(
    db,
  )
  return next.name
}

function checkSchema(
  applied: readonly { version: number; name: string }[],
  migrations: readonly Migration[],
): void {
  for (const [index, { version, name }] of applied.entries()) {
    const migration = migrations[index]
    if (!migration) {
      throw new SchemaMismatch(
        `The database is newer than this program: it has migration ${version} (${name}), the program knows ${migrations.length}. Start the version that wrote it, or a later one.`,
      )
    }
    if (migration.version !== version || migration.name !== name) {
      throw new SchemaMismatch(
        `The database has migration ${version} (${name}) where this program has ${migration.version} (${migration.name}): it belongs to another version of it.`,
      )
    }
  }
}

/** `0001_first.sql`, `0002_…`: in order and without a gap. */
async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return files.map((file, index) => {
    const [, digits, name] = /^(\d{4})_([a-z0-9_-]+)\.sql$/.exec(file) ?? []
    if (!name || Number(digits) !== index + 1) {
      throw new Error(
        `${file} is not where migration ${index + 1} is expected; names go 0001_name.sql, 0002_name.sql …`,
      )
    }
    return { version: index + 1, name, path: `${folder}/${file}` }
  })
}

import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { isOlderThan } from '../db/now.ts'

/**
 * Takes away what a deleted project left behind, at most `limit` rows of one table at a time; returns whether there may be more.
 * Not in its first minute: what was on its way when it was deleted still ends.
 */
export async function sweepDeletedProjects(db: Db, limit: number): Promise<boolean> {
  const project = await db
    .selectFrom('projects')
    .select('seq')
    .where('deleted_at', 'is not', null)
    .where(isOlderThan('deleted_at', 60))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  if (!project) return false
  for (const table of await tablesOfProjects(db)) {
    if ((await deleteRows(db, table, project.seq, limit)) > 0) return true
  }
  await db.deleteFrom('projects').where('seq', '=', project.seq).execute()
  return true
}

/** Every table with a column `project`, the youngest first: what refers to a table was made after it. */
async function tablesOfProjects(db: Db): Promise<RawBuilder<unknown>[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'project' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    order by c.oid desc
  `.execute(db)
  return rows.map(({ name }) => sql.table(name))
}

async function deleteRows(db: Db, table: RawBuilder<unknown>, project: number, limit: number) {
  const { numAffectedRows = 0n } = await sql`
    delete from ${table} where ctid = any(array(select ctid from ${table} where project = ${project} limit ${limit}))
  `.execute(db)
  return Number(numAffectedRows)
}

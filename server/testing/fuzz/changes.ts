// What requests change in the database, row by row, noted by triggers: a request that is refused has to leave no trace.
import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'

export type Change = {
  readonly table: string
  readonly what: 'INSERT' | 'UPDATE' | 'DELETE'
  readonly row: string
  readonly columns: readonly string[]
}

export type WatchedChanges = {
  /** What was committed since the last time. */
  readonly take: () => Promise<Change[]>
}

export async function watchChanges(db: Db): Promise<WatchedChanges> {
  await sql`create schema fuzz`.execute(db)
  await sql`create table fuzz.changes ("table" text not null, what text not null, "row" text not null, columns text[] not null)`.execute(
    db,
  )
  await sql`
    create function fuzz.note() returns trigger language plpgsql as $$
      begin
        insert into fuzz.changes values (
          tg_table_name, tg_op, coalesce(to_jsonb(coalesce(new, old)) ->> 'seq', ''),
          array(
            select n.key from jsonb_each(case when tg_op = 'UPDATE' then to_jsonb(new) end) n
            join jsonb_each(case when tg_op = 'UPDATE' then to_jsonb(old) end) o using (key)
            where n.value is distinct from o.value
          )
        );
        return null;
      end
    $$
  `.execute(db)
  const { rows } = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(db)
  for (const { name } of rows) {
    await sql`
      create trigger fuzz_note after insert or update or delete on ${sql.table(name)} for each row execute function fuzz.note()
    `.execute(db)
  }
  return {
    take: async () => {
      const { rows } =
        await sql<Change>`delete from fuzz.changes returning "table", what, "row", columns`.execute(db)
      return withoutPassing(rows)
    },
  }
}

/** What was made and removed again is no change. */
function withoutPassing(changes: readonly Change[]): Change[] {
  const rowsOf = (what: Change['what']) =>
    new Set(changes.filter((change) => change.what === what).map(({ table, row }) => `${table} ${row}`))
  const [made, removed] = [rowsOf('INSERT'), rowsOf('DELETE')]
  return changes.filter(({ table, row }) => !made.has(`${table} ${row}`) || !removed.has(`${table} ${row}`))
}

/** What a request may leave that is refused, or that only reads: that it was made. */
export function isTraceOnly({ table, what, columns }: Change): boolean {
  if (what === 'UPDATE')
    return columns.every((column) => /^(last_used_at|accessed_at|last_at|failures)$/.test(column))
  return (table === 'activity' && what === 'INSERT') || table === 'sign_in_failures'
}

export function describeChange({ table, what, columns }: Change): string {
  return `${what} ${table}${columns.length > 0 ? ` (${columns.join(', ')})` : ''}`
}

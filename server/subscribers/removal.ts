// Subscribers that go because something else does: their target, their person, their topic.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { type Removed, takeFromTotals } from '../topics/totals.ts'

/** The person's row has to be locked: `lockUser`. */
export async function removeSubscribers(
  tx: Db,
  of: { readonly target: number } | { readonly user: number },
): Promise<void> {
  const which = 'target' in of ? sql`target = ${of.target}` : sql`user_seq = ${of.user}`
  // In their order, as a batch locks them.
  const { rows: removed } = await sql<Removed>`
    with going as materialized (select seq from subscribers where ${which} order by seq for update)
    delete from subscribers s using going where s.seq = going.seq returning s.topic, s.type
  `.execute(tx)
  await takeFromTotals(tx, removed)
}

/** Removes at most so many subscribers of deleted topics; returns how many. Rows that somebody holds are left for later. */
export async function removeDeadSubscribers(db: Db, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with dead as (
      select s.seq from topics t join subscribers s on s.topic = t.seq
      where t.deleted_at is not null
      limit ${limit} for update of s skip locked
    )
    delete from subscribers s using dead where s.seq = dead.seq
  `.execute(db)
  return Number(numAffectedRows)
}

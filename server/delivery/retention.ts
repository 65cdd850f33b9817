// How the ledger ends: rows of deleted messages leave the lists, and all rows go some time after their message has ended.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

const beyondAll = sql.lit(2_147_483_647)

/**
 * Takes rows of a deleted message out of the lists, where a million of them would be in the way of the next ones. False
 * where there are none left.
 */
export async function hideDeleted(db: Db, limit: number): Promise<boolean> {
  const { rows } = await sql`
    with deleted as (
      select seq, hidden_to from messages
      where deleted_at is not null and started_at is not null and hidden_to < ${beyondAll} order by seq limit 1
    ), picked as (
      select d.n from deliveries d, deleted where d.message = deleted.seq and d.n > deleted.hidden_to order by d.n limit ${limit}
    ), hidden as (
      update deliveries d set hidden = true from picked where d.message = (select seq from deleted) and d.n = picked.n
    )
    update messages m set hidden_to = case
      when (select count(*) from picked) = ${limit}::int then (select max(n) from picked) else ${beyondAll}
    end
    from deleted where m.seq = deleted.seq
    returning m.seq
  `.execute(db)
  return rows.length > 0
}

/** Removes rows of a message that ended, or was deleted, longer ago than its project keeps them. False where there are none. */
export async function sweepLedger(db: Db, limit: number): Promise<boolean> {
  const { rows } = await sql`
    with ended as (
      select m.seq from projects p cross join lateral (
        select seq from messages m
        where m.project = p.seq and not m.swept
          and coalesce(m.deleted_at, m.finished_at) < app.now() - make_interval(days => p.delivery_days)
        order by coalesce(m.deleted_at, m.finished_at) limit 1
      ) m limit 1
    ), picked as (
      select d.message, d.n from deliveries d where d.message = (select seq from ended) order by d.n limit ${limit}
    ), removed as (
      delete from deliveries d using picked where d.message = picked.message and d.n = picked.n
    )
    update messages m set swept = (select count(*) from picked) < ${limit}::int
    from ended where m.seq = ended.seq
    returning m.seq
  `.execute(db)
  return rows.length > 0
}

/** Removes messages that were deleted as long ago, and have no rows any more. False where there are none. */
export async function removeDeleted(db: Db, limit: number): Promise<boolean> {
  const { rows } = await sql`
    delete from messages where seq in (
      select m.seq from projects p cross join lateral (
        select seq from messages m
        where m.project = p.seq and m.swept and m.deleted_at < app.now() - make_interval(days => p.delivery_days)
        limit ${limit}
      ) m limit ${limit}
    )
    returning seq
  `.execute(db)
  return rows.length === limit
}

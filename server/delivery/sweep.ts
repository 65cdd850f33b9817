// What is too long for a request is done here, in chunks: what hangs on deleted things, and what is past its retention.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { sweepExpiredDevices } from '../targets/sweep.ts'
import { sweepDeletedTopics } from '../topics/sweep.ts'
import { sweepEndedSessions } from '../users/sweep.ts'
import { sweepStatistics } from './statistics.ts'

const chunk = 1000
/** Days that the ledger of a deleted message is kept. */
const ledgerDays = 180
/** Days that workers that are gone stay on the list. */
const workerDays = 7

export async function sweep(db: Db): Promise<void> {
  while (await sweepDeletedTopics(db, chunk));
  while ((await sweepDeletedMessages(db, chunk)) === chunk);
  while ((await sweepEndedSessions(db, chunk)) === chunk);
  while ((await sweepExpiredDevices(db, chunk)) === chunk);
  while ((await sweepStatistics(db, chunk)) === chunk);
  await sql`delete from workers where gone_at < app.now() - make_interval(days => ${workerDays})`.execute(db)
  await sql`delete from administrator_sessions where created_at < app.now() - make_interval(days => 7)`.execute(
    db,
  )
}

/** Removes rows of the ledger of messages that were deleted long ago, then the messages; returns how many rows that were. */
async function sweepDeletedMessages(db: Db, limit: number): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    with old as (
      select seq from messages
      where deleted_at < app.now() - make_interval(days => ${ledgerDays}) order by seq limit 1
    ), removed as (
      delete from deliveries d using (
        select message, n from deliveries where message in (select seq from old) limit ${limit}
      ) picked
      where d.message = picked.message and d.n = picked.n
      returning 1
    ), emptied as (
      delete from messages where seq in (select seq from old)
        and not exists (select from deliveries where message = messages.seq)
    )
    select count(*)::int as removed from removed
  `.execute(db)
  return rows[0]?.removed ?? 0
}

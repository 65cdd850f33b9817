// The processes that deliver, and what becomes of what a dead one held.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import { causes, outcomeCodes, states } from './ledger.ts'
import { countOutcomes } from './statistics.ts'

/** A worker that has not beaten for so long is dead: seconds. */
const silenceSeconds = 15

export async function registerWorker(db: Db): Promise<{ seq: number; id: string }> {
  const id = randomUUID()
  const { seq } = await db.insertInto('workers').values({ id }).returning('seq').executeTakeFirstOrThrow()
  return { seq, id }
}

/** False where others have taken this worker for dead: it has to begin anew under another number. */
export async function beat(db: Db, worker: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('workers')
    .set({ beat_at: appNow })
    .where('seq', '=', worker)
    .where('gone_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A worker that ends by itself, holding nothing. */
export async function signOff(db: Db, worker: number): Promise<void> {
  await db.updateTable('workers').set({ gone_at: appNow }).where('seq', '=', worker).execute()
}

type Reaping = {
  /** Embedded there can be no other: whoever else is on the list died with the process before. */
  readonly everyoneBut?: number
  /** Providers whose calls may be repeated without a second copy. */
  readonly idempotentKinds: readonly string[]
}

/**
 * What dead workers had in hand was perhaps sent: it is in doubt, and is sent again by itself only where the provider's call
 * is idempotent. Returns how many rows that were.
 */
export async function reapDeadWorkers(tx: Db, { everyoneBut, idempotentKinds }: Reaping): Promise<number> {
  const dead =
    everyoneBut === undefined
      ? sql`beat_at < app.now() - make_interval(secs => ${silenceSeconds})`
      : sql`seq <> ${everyoneBut}`
  const { rows } = await sql<{ reaped: number }>`
    with dead as (
      update workers set gone_at = app.now() where gone_at is null and ${dead} returning seq
    ), settled as (
      update deliveries d set
        state = case when again.seq is null then ${states.inDoubt}::smallint else ${states.pending}::smallint end,
        cause = case when again.seq is null then ${causes.unknown}::smallint end,
        error_code = case when again.seq is null then 'WORKER_GONE' end,
        updated_at = app.now()
      from deliveries old
      join dead on dead.seq = old.worker
      left join providers again on again.seq = old.provider and again.kind = any(${idempotentKinds}::text[])
      where d.state = ${states.sending} and old.message = d.message and old.n = d.n
      returning d.message, d.n, d.provider, d.state, d.attempts, d.attempted_at, d.worker
    ), logged as (
      insert into delivery_attempts (message, n, attempt, started_at, worker, outcome, code, response)
      select message, n, attempts, attempted_at, worker, ${sql.lit(outcomeCodes.unknown)}::smallint, 'WORKER_GONE',
        'The process that was sending ended before the answer came.'
      from settled
    ), counted as (
      update lanes l set
        sending = l.sending - s.total,
        in_doubt = l.in_doubt + s.in_doubt,
        pending = l.pending + s.total - s.in_doubt
      from (
        select message, provider, count(*)::int as total,
          (count(*) filter (where state = ${states.inDoubt}))::int as in_doubt
        from settled group by message, provider
      ) s
      where l.message = s.message and l.provider = s.provider
      returning l.message, l.provider, l.test, s.in_doubt
    ), noted as (${countOutcomes(sql`
      select m.project, c.provider, m.type, 0 as sent, 0 as failed, sum(c.in_doubt)::int as in_doubt, 0 as cancelled, 0 as skipped
      from counted c join messages m on m.seq = c.message where not c.test group by m.project, c.provider, m.type`)}
    )
    select count(*)::int as reaped from settled
  `.execute(tx)
  return rows[0]?.reaped ?? 0
}

// The processes that deliver, and what becomes of what a dead one held.
import { randomUUID } from 'node:crypto'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import { causes, outcomeCodes, states } from './ledger.ts'
import { countOutcomes } from './statistics.ts'

/** A worker that has not beaten for so long is dead: seconds. */
export const silenceSeconds = 15

export async function registerWorker(db: Db): Promise<{ seq: number; id: string }> {
  const id = randomUUID()
  const { seq } = await db.insertInto('workers').values({ id }).returning('seq').executeTakeFirstOrThrow()
  return { seq, id }
}

/**
 * Answers the seconds since this worker's beat before, by the database's clock. Undefined where others have taken it for dead: it
 * has to begin anew under another number.
 */
export async function beat(db: Db, worker: number): Promise<number | undefined> {
  const { rows } = await sql<{ seconds: number }>`
    update workers w set beat_at = app.now()
    from (select seq, beat_at from workers where seq = ${worker}) before
    where w.seq = before.seq and w.gone_at is null
    returning extract(epoch from app.now() - before.beat_at)::float8 as seconds
  `.execute(db)
  return rows[0]?.seconds
}

/** A worker that ends by itself. What it should still hold is settled as if it had died. */
export async function signOff(db: Db, worker: number): Promise<void> {
  await db.updateTable('workers').set({ gone_at: appNow }).where('seq', '=', worker).execute()
}

type Reaping = {
  /**
   * Who is taken for dead now: those that have been silent for long, or everyone but this one, or nobody. What others hold who were before is
   * settled anyway.
   */
  readonly dead: 'silent' | 'nobody' | { readonly everyoneBut: number }
  /** Providers whose calls may be repeated without a second copy. */
  readonly idempotentKinds: readonly string[]
}

function isDead(dead: Reaping['dead']): RawBuilder<SqlBool> {
  if (dead === 'nobody') return sql`false`
  if (dead === 'silent') return sql`beat_at < app.now() - make_interval(secs => ${silenceSeconds})`
  return sql`seq <> ${dead.everyoneBut}`
}

/**
 * What dead workers had in hand was perhaps sent: it is in doubt, and is sent again by itself only where the provider's call
 * is idempotent. Returns how many rows that were.
 */
export async function reapDeadWorkers(tx: Db, { dead, idempotentKinds }: Reaping): Promise<number> {
  const { rows } = await sql<{ reaped: number }>`
    with dead as (
      update workers set gone_at = app.now() where gone_at is null and ${isDead(dead)} returning seq
    ), gone as (
      -- Whoever went before is looked at again: what it was claiming just then may have come through after it was settled.
      select seq from dead union all select seq from workers where gone_at is not null
    ), settled as (
      update deliveries d set
        state = case when again.seq is null then ${states.inDoubt}::smallint else ${states.pending}::smallint end,
        cause = case when again.seq is null then ${causes.unknown}::smallint end,
        error_code = case when again.seq is null then 'WORKER_GONE' end,
        updated_at = app.now()
      from gone
      join deliveries old on old.worker = gone.seq and old.state = ${states.sending}
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

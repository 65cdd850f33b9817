// A lane is what one provider has to do for one message. Claiming and recording are one statement each way, committed before
// the bytes leave and after the answers came; both name worker and attempt, so that a late writer is refused.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { sendingKinds } from '../../contract/provider-kind.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Recipient } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'
import { executePrepared } from '../db/prepared.ts'
import { recordSystemActivity } from '../logs/activity.ts'
import { firstPause, giveUpAfterMs } from './backoff.ts'
import { causes, roleOf, states } from './ledger.ts'
import { countOutcomes } from './statistics.ts'

export type Lane = {
  readonly message: number
  readonly messageId: string
  readonly provider: number
  readonly providerName: string
  readonly project: number
  readonly type: ChannelType
  /** Calls in a row that said that the provider itself is wrong. */
  readonly refusals: number
}

/** Lanes of one provider in one look: enough to go round in until the next. */
const lanesAtOnce = 300

/**
 * Lanes with somebody to send to, of messages that are being sent, that do not wait; the oldest of each provider that is on, so that
 * one with a thousand is not in the way of another. Whether somebody is due is asked of the two indexes one after the other: asked of both
 * at once, all open rows of a message to a million would be read for each message beside it.
 */
export async function openLanes(db: Db): Promise<Lane[]> {
  const due = (when: RawBuilder<SqlBool>) => sql<SqlBool>`exists (
    select from deliveries d
    where d.message = l.message and d.provider = l.provider and d.state = ${states.pending} and ${when}
  )`
  const { rows } = await sql<Lane>`
    select open.message, open.id as "messageId", p.seq as provider, p.name as "providerName", p.project, p.type, open.refusals
    from providers p cross join lateral (
      select l.message, m.id, l.refusals
      from lanes l join messages m on m.seq = l.message and m.phase = 'sending' and m.deleted_at is null
      where l.provider = p.seq and l.pending > 0 and (l.paused_until is null or l.paused_until <= app.now())
        and (${due(sql`d.next_attempt_at is null`)} or ${due(sql`d.next_attempt_at <= app.now()`)})
      order by l.message limit ${lanesAtOnce}
    ) open
    where p.enabled
  `.execute(db)
  return rows
}

/** The rows of a message, as its lanes count them: to count a million takes seconds. */
export async function countOfMessage(db: Db, message: number): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select coalesce(sum(pending + sending + sent + failed + in_doubt + cancelled + skipped), 0)::int as total
    from lanes where message = ${message}
  `.execute(db)
  return rows[0]?.total ?? 0
}

/** Whether somebody has still to be sent to, or is being sent to. */
export async function isOpen(db: Db, message: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from lanes where message = ${message} and (pending > 0 or sending > 0) limit 1
  `.execute(db)
  return rows.length > 0
}

type Claim = {
  readonly worker: number
  readonly limit: number
  /** Rows up to this number were claimed before; where none is left beyond it, the search begins anew. */
  readonly after: number
}

type ClaimedRow = { n: number; role: number; identifier: string; attempts: number }

/**
 * Marks at most `limit` rows as being sent, first those whose next attempt is due. Claims nothing of a message that is
 * no longer being sent, nor for a worker that was taken for dead.
 */
export async function claim(db: Db, lane: Lane, { worker, limit, after }: Claim): Promise<Recipient[]> {
  const { message, provider } = lane
  const statement = sql<ClaimedRow>`
    with live as (
      select seq from messages where seq = ${message} and phase = 'sending' and deleted_at is null
        and exists (select from workers w where w.seq = ${worker} and w.gone_at is null)
    ), due as (
      select n from deliveries
      where message = (select seq from live) and provider = ${provider} and state = ${states.pending}
        and next_attempt_at <= app.now()
      order by next_attempt_at limit ${limit}
      for update skip locked
    ), fresh as (
      select n from deliveries
      where message = (select seq from live) and provider = ${provider} and state = ${states.pending}
        and next_attempt_at is null and n > ${after}
      order by n limit ${limit}
      for update skip locked
    ), picked as (
      select n from due union all select n from fresh limit ${limit}
    ), claimed as (
      update deliveries d set
        state = ${states.sending}, attempts = d.attempts + 1, worker = ${worker}, attempted_at = app.now(),
        give_up_at = coalesce(d.give_up_at, app.now() + make_interval(secs => ${giveUpAfterMs[lane.type] / 1000})),
        updated_at = app.now()
      from picked
      where d.message = ${message} and d.n = picked.n and d.state = ${states.pending}
      returning d.n, d.role, d.identifier, d.attempts
    ), counted as (
      update lanes l set pending = l.pending - c.total, sending = l.sending + c.total
      from (select count(*)::int as total from claimed) c
      where message = ${message} and provider = ${provider} and c.total > 0
    )
    select n, role, identifier, attempts from claimed order by n
  `
  const { rows } = await executePrepared<ClaimedRow>(db, 'claim', statement)
  if (rows.length === 0 && after > 0) return claim(db, lane, { worker, limit, after: 0 })
  return rows.map(({ n, role, identifier, attempts }) => ({
    message,
    n,
    role: roleOf(role),
    identifier,
    attempt: attempts,
  }))
}

/**
 * Gives back what a worker has claimed of a lane without learning of it, because the answer was lost on the way: all but what it
 * knows to have in hand. Nothing of it was sent. Returns how many rows that were.
 */
export async function giveBack(
  db: Db,
  { message, provider }: Lane,
  worker: number,
  inHand: readonly number[],
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    with given as (
      update deliveries set
        state = ${states.pending}, attempts = attempts - 1, worker = null, updated_at = app.now(),
        give_up_at = case when attempts > 1 then give_up_at end,
        attempted_at = case when attempts > 1 then attempted_at end
      where message = ${message} and provider = ${provider} and state = ${states.sending} and worker = ${worker}
        and n <> all(${[...inHand]}::int4[])
      returning 1
    ), counts as (
      select count(*)::int as total from given
    ), counted as (
      update lanes l set sending = l.sending - c.total, pending = l.pending + c.total
      from counts c where message = ${message} and provider = ${provider} and c.total > 0
    )
    select total from counts
  `.execute(db)
  return rows[0]?.total ?? 0
}

/** One row's result as the ledger takes it. */
export type Result = {
  readonly n: number
  readonly attempt: number
  readonly state: number
  readonly cause: number | null
  readonly code: string | null
  /** For `pending`: so many ms from now, or when its time is up. */
  readonly delayMs: number
  /** For `pending`: the provider wants nothing of it earlier than so many ms from now, even if its time is up before. */
  readonly notBeforeMs: number
  readonly providerMessageId: string | null
  readonly outcome: number
  readonly response: string
}

/** Of one delivery, the last ones: of four hours' trying there are some fifty. */
export const keptAttempts = 10

/** Writes results; returns how many were refused because the row had moved on (this worker was taken for dead). */
export async function record(
  db: Db,
  lane: Lane,
  worker: number,
  results: readonly Result[],
): Promise<number> {
  const { message, provider } = lane
  const column = <Key extends keyof Result>(key: Key) => results.map((result) => result[key])
  const goesOn = sql`(r.state = ${states.pending} and d.give_up_at > app.now())`
  const statement = sql<{ recorded: number }>`
    with results as (
      select * from unnest(
        ${column('n')}::int[], ${column('attempt')}::smallint[], ${column('state')}::smallint[],
        ${column('cause')}::smallint[], ${column('code')}::text[], ${column('delayMs')}::float8[],
        ${column('notBeforeMs')}::float8[], ${column('providerMessageId')}::text[],
        ${column('outcome')}::smallint[], ${column('response')}::text[]
      ) as r(n, attempt, state, cause, code, delay_ms, not_before_ms, provider_message_id, outcome, response)
    ), recorded as (
      update deliveries d set
        state = case when r.state = ${states.pending} and not ${goesOn} then ${states.failed}::smallint else r.state end,
        cause = case when ${goesOn} then null else r.cause end,
        error_code = r.code,
        next_attempt_at = case when ${goesOn} then greatest(
          least(app.now() + make_interval(secs => r.delay_ms / 1000), d.give_up_at),
          app.now() + make_interval(secs => r.not_before_ms / 1000)
        ) end,
        sent_at = case when r.state = ${states.sent} then app.now() end,
        provider_message_id = coalesce(r.provider_message_id, d.provider_message_id),
        updated_at = app.now()
      from results r
      where d.message = ${message} and d.n = r.n and d.state = ${states.sending}
        and d.worker = ${worker} and d.attempts = r.attempt
      returning d.n, d.state, d.role, d.attempted_at, r.attempt, r.outcome, r.code, r.response
    ), logged as (
      insert into delivery_attempts (message, n, attempt, started_at, worker, outcome, code, response)
      select ${message}::int8, n, attempt, attempted_at, ${worker}::int8, outcome, coalesce(code, ''), response
      from recorded where state <> ${states.sent} or attempt > 1
    ), forgotten as (
      delete from delivery_attempts a using recorded r
      where r.attempt > ${keptAttempts} and a.message = ${message} and a.n = r.n and a.attempt <= r.attempt - ${keptAttempts}
    ), counts as (
      select count(*)::int as total,
        (count(*) filter (where state = ${states.pending}))::int as pending,
        (count(*) filter (where state = ${states.sent}))::int as sent,
        (count(*) filter (where state = ${states.sent} and role > 0))::int as sent_copies,
        (count(*) filter (where state = ${states.failed}))::int as failed,
        (count(*) filter (where state = ${states.inDoubt}))::int as in_doubt
      from recorded
    ), counted as (
      update lanes l set
        sending = l.sending - c.total,
        pending = l.pending + c.pending,
        sent = l.sent + c.sent,
        sent_copies = l.sent_copies + c.sent_copies,
        failed = l.failed + c.failed,
        in_doubt = l.in_doubt + c.in_doubt
      from counts c
      where message = ${message} and provider = ${provider}
      returning l.test, c.sent, c.failed, c.in_doubt
    ), noted as (${countOutcomes(sql`
      select ${lane.project}::int8 as project, ${provider}::int8 as provider, ${lane.type}::text as type,
        sent, failed, in_doubt, 0 as cancelled, 0 as skipped
      from counted where not test`)}
    )
    select total as recorded from counts
  `
  const { rows } = await executePrepared<{ recorded: number }>(db, 'record', statement)
  return results.length - (rows[0]?.recorded ?? 0)
}

type Pause = { readonly refusals: number; readonly pauseMs: number; readonly why: string }

/**
 * The provider itself was refused: the lane waits, and what is left when its time is up fails, though not for good. The activity
 * tells when that begins.
 */
export async function pauseLane(db: Db, lane: Lane, { refusals, pauseMs, why }: Pause): Promise<void> {
  if (refusals === firstPause) {
    await recordSystemActivity(db, lane.project, {
      event: 'message.wait',
      resource: `message/${lane.messageId}`,
      changes: { provider: [null, lane.providerName], answer: [null, why] },
    })
  }
  await sql`
    update lanes set
      refusals = ${refusals},
      paused_until = case when ${pauseMs}::float8 > 0 then app.now() + make_interval(secs => ${pauseMs}::float8 / 1000) end,
      give_up_at = coalesce(give_up_at, app.now() + make_interval(secs => ${giveUpAfterMs[lane.type] / 1000}))
    where message = ${lane.message} and provider = ${lane.provider}
  `.execute(db)
}

export async function unpauseLane(db: Db, lane: Lane): Promise<void> {
  await db
    .updateTable('lanes')
    .set({ refusals: 0, paused_until: null, give_up_at: null })
    .where('message', '=', lane.message)
    .where('provider', '=', lane.provider)
    .where('refusals', '>', 0)
    .execute()
}

/**
 * Closes pending rows that nobody will send any more, a chunk at a time: those of cancelled and deleted messages, of lanes
 * whose provider is off, gone or of a kind that cannot send, and of lanes that were refused for too long. Returns how many that were.
 */
export async function closeHopeless(db: Db, limit: number): Promise<number> {
  const { rows } = await sql<{ closed: number }>`
    with hopeless as (
      select l.message, l.provider,
        case when m.phase = 'cancelled' or m.deleted_at is not null then ${states.cancelled}::smallint else ${states.failed}::smallint end as state,
        case
          when m.phase = 'cancelled' or m.deleted_at is not null then null
          when p.seq is null then ${causes.noProvider}::smallint
          else ${causes.config}::smallint
        end as cause,
        case
          when m.phase = 'cancelled' or m.deleted_at is not null then null
          when p.seq is null then 'PROVIDER_OFF'
          when p.kind <> all(${[...sendingKinds]}::text[]) then 'KIND_CANNOT_SEND'
          else 'PROVIDER_REFUSED'
        end as code
      from lanes l
      join messages m on m.seq = l.message
      left join providers p on p.seq = l.provider and p.enabled
      where l.pending > 0 and (
        m.phase = 'cancelled' or m.deleted_at is not null
        or (m.phase = 'sending' and (
          p.seq is null or p.kind <> all(${[...sendingKinds]}::text[]) or l.give_up_at <= app.now()
        ))
      )
      limit 1
    ), picked as (
      select d.message, d.n, h.provider, h.state, h.cause, h.code
      from hopeless h
      join deliveries d on d.message = h.message and d.provider = h.provider and d.state = ${states.pending}
      limit ${limit}
      for update of d skip locked
    ), closed as (
      update deliveries d set state = picked.state, cause = picked.cause, error_code = picked.code,
        next_attempt_at = null, updated_at = app.now()
      from picked where d.message = picked.message and d.n = picked.n and d.state = ${states.pending}
      returning d.message, d.provider, d.state
    ), counted as (
      update lanes l set
        pending = l.pending - c.total,
        cancelled = l.cancelled + c.cancelled,
        failed = l.failed + c.total - c.cancelled
      from (
        select message, provider, count(*)::int as total,
          (count(*) filter (where state = ${states.cancelled}))::int as cancelled
        from closed group by message, provider
      ) c
      where l.message = c.message and l.provider = c.provider
      returning l.message, l.provider, l.test, c.total, c.cancelled
    ), noted as (${countOutcomes(sql`
      select m.project, c.provider, m.type, 0 as sent, c.total - c.cancelled as failed, 0 as in_doubt, c.cancelled, 0 as skipped
      from counted c join messages m on m.seq = c.message where not c.test`)}
    )
    select count(*)::int as closed from closed
  `.execute(db)
  return rows[0]?.closed ?? 0
}

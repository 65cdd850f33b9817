// What delivery moves on a message: its phase and its counts. Each move names the phase it expects and says whether it happened.
import { sql } from 'kysely'
import type { MessagePhase, MessageStatus } from '../../contract/messages.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import { Refusal } from '../http/refusal.ts'

/** Takes scheduled messages whose time has come, and those that were to go at once; skips what another process is taking. */
export async function startDueMessages(
  tx: Db,
  limit: number,
): Promise<{ seq: number; id: string; project: number }[]> {
  const { rows } = await sql<{ seq: number; id: string; project: number }>`
    with due as (
      select seq from messages
      where deleted_at is null and (
        (phase = 'scheduled' and scheduled_at <= app.now()) or (phase = 'preparing' and started_at is null)
      )
      order by seq limit ${limit}
      for update skip locked
    )
    update messages m set phase = 'preparing', status = 'processing', started_at = app.now()
    from due where m.seq = due.seq
    returning m.seq, m.id, m.project
  `.execute(tx)
  return rows
}

export type PreparingMessage = {
  readonly seq: number
  readonly project: number
  readonly type: ChannelType
  readonly providerId: string
  readonly startedAt: string
  readonly topics: string[]
  readonly users: string[]
  readonly targets: string[]
  readonly cc: string[]
  readonly bcc: string[]
  readonly written: { step: number; after: number; n: number } | null
}

/**
 * The message whose ledger is to be written on, and is by nobody else just now; locked until the transaction ends. The one with the
 * fewest rows so far, so that ten people's message is not behind a million people's.
 */
export async function lockPreparing(tx: Db): Promise<PreparingMessage | undefined> {
  const { rows } = await sql<PreparingMessage>`
    select seq, project, type, provider_id as "providerId", started_at as "startedAt", topics, users, targets, written,
      array(select jsonb_array_elements_text(data -> 'cc')) as cc,
      array(select jsonb_array_elements_text(data -> 'bcc')) as bcc
    from messages
    where phase = 'preparing' and started_at is not null and deleted_at is null
    order by coalesce((written ->> 'n')::int8, 0), started_at
    limit 1
    for update skip locked
  `.execute(tx)
  return rows[0]
}

export async function saveWritten(
  tx: Db,
  seq: number,
  written: { step: number; after: number; n: number },
): Promise<void> {
  await tx
    .updateTable('messages')
    .set({ written: JSON.stringify(written) })
    .where('seq', '=', seq)
    .execute()
}

export async function moveToSending(tx: Db, seq: number): Promise<void> {
  await tx
    .updateTable('messages')
    .set({ phase: 'sending' })
    .where('seq', '=', seq)
    .where('phase', '=', 'preparing')
    .execute()
}

/** Sums of a message's lanes, as its columns call them. */
const sums = sql`
  select l.message,
    sum(l.pending)::int as pending, sum(l.sending)::int as sending, sum(l.sent)::int as sent,
    sum(l.sent - l.sent_copies)::int as delivered, sum(l.failed)::int as failed, sum(l.in_doubt)::int as in_doubt,
    sum(l.cancelled)::int as cancelled, sum(l.skipped)::int as skipped,
    sum(l.pending + l.sending + l.sent + l.failed + l.in_doubt + l.cancelled + l.skipped)::int as total,
    sum(case when l.test then l.pending + l.sending + l.sent + l.failed + l.in_doubt + l.cancelled else 0 end)::int as test
  from lanes l group by l.message`

const copied = sql`
  recipient_total = s.total, pending_total = s.pending, sending_total = s.sending, sent_total = s.sent,
  delivered_total = s.delivered, failed_total = s.failed, in_doubt_total = s.in_doubt,
  cancelled_total = s.cancelled, skipped_total = s.skipped, test_total = s.test`

/**
 * Copies the lanes' counts to the messages that are moving, or were cancelled with some still in hand: in the words of the index
 * `messages_counted`.
 */
export async function syncCounts(db: Db): Promise<void> {
  await sql`
    update messages m set ${copied}
    from (
      select mm.seq, s.* from messages mm
      join lateral (${sums} having l.message = mm.seq) s on true
      where mm.phase in ('preparing', 'sending', 'paused')
        or (mm.phase = 'cancelled' and mm.pending_total + mm.sending_total > 0)
    ) s
    where m.seq = s.seq
      and (m.pending_total, m.sending_total, m.sent_total, m.failed_total, m.in_doubt_total, m.cancelled_total, m.recipient_total)
        is distinct from (s.pending, s.sending, s.sent, s.failed, s.in_doubt, s.cancelled, s.total)
  `.execute(db)
}

/** The same for one message, whatever its phase; returns to how many recipients it was delivered. */
export async function syncCountsOf(tx: Db, seq: number): Promise<number> {
  const { rows } = await sql<{ delivered: number }>`
    update messages m set ${copied}
    from (${sums} having l.message = ${seq}) s
    where m.seq = ${seq}
    returning m.delivered_total as delivered
  `.execute(tx)
  return rows[0]?.delivered ?? 0
}

/** `sent` where at least one was sent and the rest was sent or skipped. */
const statusByCounts = sql<MessageStatus>`
  case when sent_total > 0 and failed_total + in_doubt_total + cancelled_total = 0 then 'sent' else 'failed' end`

type Finished = { readonly project: number; readonly id: string; readonly status: MessageStatus }

/**
 * Ends a message by what its lanes say. One entry in
 * `delivery_errors` says why nothing could be sent at all; then there is no `delivered_at` either.
 */
export async function finishMessage(
  tx: Db,
  seq: number,
  errors: readonly string[],
): Promise<Finished | undefined> {
  const locked = await tx
    .selectFrom('messages')
    .select('seq')
    .where('seq', '=', seq)
    .where('phase', '=', 'sending')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!locked) return undefined
  await syncCountsOf(tx, seq)
  const nobody = sql<boolean>`(sent_total + failed_total + in_doubt_total + cancelled_total = 0)`
  return tx
    .updateTable('messages')
    .set({
      phase: 'done',
      status: statusByCounts,
      finished_at: appNow,
      delivered_at: sql<
        string | null
      >`case when ${nobody} or ${errors[0] === 'No enabled provider found.'} then null else app.now() end`,
      delivery_errors: sql<
        string[]
      >`case when ${nobody} then array['No valid recipients found.'] else ${[...errors]}::text[] end`,
      updated_at: appNow,
    })
    .where('seq', '=', seq)
    .where('phase', '=', 'sending')
    .where(
      sql<boolean>`not exists (select from lanes l where l.message = ${seq} and (l.pending > 0 or l.sending > 0))`,
    )
    .returning(['project', 'id', 'status'])
    .executeTakeFirst()
}

/** A person stops the rest. False where there is nothing to stop. */
export async function cancelMessage(tx: Db, seq: number, text: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('messages')
    .set({
      phase: 'cancelled',
      status: 'failed',
      finished_at: appNow,
      delivered_at: appNow,
      delivery_errors: [text],
      updated_at: appNow,
    })
    .where('seq', '=', seq)
    .where('phase', 'in', ['preparing', 'sending', 'paused'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Nothing more of a project is sent: what waits, and what is left of what is being sent, counts as deleted. */
export async function recallMessagesOf(tx: Db, project: number): Promise<void> {
  await tx
    .updateTable('messages')
    .set({ deleted_at: appNow })
    .where('project', '=', project)
    .where('deleted_at', 'is', null)
    .where('phase', 'in', ['scheduled', 'missed', 'preparing', 'sending', 'paused'])
    .execute()
}

/** A finished message goes on: some of its rows are open again. False where it is not finished. */
export async function reopenMessage(tx: Db, seq: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('messages')
    .set({
      phase: 'sending',
      status: 'processing',
      finished_at: null,
      delivered_at: null,
      delivery_errors: [],
      updated_at: appNow,
    })
    .where('seq', '=', seq)
    .where('phase', 'in', ['done', 'cancelled'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A living message, as far as its ledger is found by it; refuses where there is none. */
export async function findMessageRow(
  db: Db,
  project: number,
  id: string,
): Promise<{ seq: number; startedAt: string | null }> {
  const row = await db
    .selectFrom('messages')
    .select(['seq', 'started_at as startedAt'])
    .where('project', '=', project)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new Refusal('message_not_found')
  return row
}

/** After a row was settled by hand: counts, status and errors of a finished message follow. */
export async function recountMessage(tx: Db, seq: number, errors: readonly string[]): Promise<void> {
  await syncCountsOf(tx, seq)
  await tx
    .updateTable('messages')
    .set({ status: statusByCounts, delivery_errors: [...errors], updated_at: appNow })
    .where('seq', '=', seq)
    .where('phase', '=', 'done')
    .execute()
}

/** The texts name addresses that are no longer to be named. What else stands there in place of them stays. */
export async function replaceDeliveryErrors(tx: Db, seq: number, errors: readonly string[]): Promise<void> {
  if (errors.length === 0) return
  await tx
    .updateTable('messages')
    .set({ delivery_errors: [...errors] })
    .where('seq', '=', seq)
    .where('phase', '=', 'done')
    .execute()
}

export type MessageAudience = Omit<PreparingMessage, 'startedAt' | 'project'> & {
  /** Null: it has not started. */
  readonly startedAt: string | null
  readonly phase: MessagePhase
  /** Its deliveries were removed when their time was up. */
  readonly swept: boolean
}

/** A living message, with all that decides who gets it; refuses where there is none. */
export async function findMessageAudience(db: Db, project: number, id: string): Promise<MessageAudience> {
  const { rows } = await sql<MessageAudience>`
    select seq, type, provider_id as "providerId", started_at as "startedAt", phase, swept, topics, users, targets, written,
      array(select jsonb_array_elements_text(data -> 'cc')) as cc,
      array(select jsonb_array_elements_text(data -> 'bcc')) as bcc
    from messages where project = ${project} and id = ${id} and deleted_at is null
  `.execute(db)
  const [row] = rows
  if (!row) throw new Refusal('message_not_found')
  return row
}

// Messages: made, changed, sent, deleted, listed. Making one only writes its row; the engine finds it.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { Message } from '../../contract/messages.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Target } from '../../contract/targets.ts'
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { appNow, inSeconds, nowAfter } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import { type ProjectContext, requireRole } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal } from '../http/refusal.ts'
import { changesBetween, recordActivity, recordDraftSave } from '../logs/activity.ts'
import { type ListedTarget, targetRows, toTarget } from '../targets/target.ts'
import { type NamedFiles, refuseMissingFiles, withImageLink } from './files.ts'
import {
  findMessage,
  type HeldMessage,
  holdMessage,
  type MessageRow,
  messageColumns,
  toldOf,
  toMessage,
} from './message.ts'
import {
  firstPhase,
  type Named,
  refuseMissingContent,
  refuseNobody,
  refusePast,
  refuseStale,
  refuseStarted,
  refuseWrongProvider,
  refuseWrongTargets,
  wantedStatus,
} from './rules.ts'

/** What the types of messages have in common; what they say differs, and is `data`. */
export type NewMessage = {
  readonly type: ChannelType
  readonly messageId: string
  readonly topics: readonly string[]
  readonly users: readonly string[]
  readonly targets: readonly string[]
  readonly data: Readonly<Record<string, unknown>>
  /** Lists of targets in `data`. */
  readonly copies?: Named
  readonly files: NamedFiles
  readonly draft: boolean
  readonly scheduledAt?: string | undefined
  readonly description?: string | undefined
  readonly timeZone?: string | undefined
  readonly providerId?: string | undefined
}

export async function createMessage(context: ProjectContext, draft: NewMessage): Promise<Message> {
  const { db, project } = context
  const status = wantedStatus(draft) ?? 'draft'
  if (status !== 'draft') requireRole(context, 'editor')
  await refusePast(db, draft.scheduledAt)
  if (status !== 'draft') refuseNobody(draft)
  const message = await transaction(db, async (tx) => {
    await refuseWrongTargets(tx, project.seq, draft.type, { targets: draft.targets, ...draft.copies })
    await refuseMissingFiles(tx, project.seq, draft.files)
    await refuseWrongProvider(tx, project.seq, draft.type, draft.providerId)
    if (status !== 'draft') refuseMissingContent(draft.type, draft.data)
    const row = await tx
      .insertInto('messages')
      .values({
        project: project.seq,
        id: chosenId(draft.messageId),
        type: draft.type,
        description: draft.description ?? '',
        topics: [...draft.topics],
        users: [...draft.users],
        targets: [...draft.targets],
        data: JSON.stringify(await withImageLink(tx, context, draft.data, draft.scheduledAt ?? null)),
        provider_id: draft.providerId ?? '',
        status,
        phase: firstPhase[status],
        scheduled_at: draft.scheduledAt ?? null,
        time_zone: draft.timeZone ?? '',
      })
      .returning(messageColumns)
      .executeTakeFirstOrThrow()
    await recordActivity(tx, context, { event: 'message.create', resource: `message/${row.id}` })
    return toMessage(row)
  }).catch((error: unknown) => {
    if (isUniqueViolation(error, 'messages_id')) throw new Refusal('message_already_exists')
    throw error
  })
  if (status === 'processing') context.nudge()
  return message
}

/** What is not given stays as it is. */
export type MessageChange = {
  readonly type: ChannelType
  readonly topics?: readonly string[] | undefined
  readonly users?: readonly string[] | undefined
  readonly targets?: readonly string[] | undefined
  /** The fields of `data` that change. */
  readonly data: Readonly<Record<string, unknown>>
  readonly copies?: Named
  readonly files: NamedFiles
  readonly draft?: boolean | undefined
  readonly scheduledAt?: string | undefined
  readonly description?: string | undefined
  readonly timeZone?: string | undefined
  readonly providerId?: string | undefined
}

export async function updateMessage(
  context: ProjectContext,
  id: string,
  change: MessageChange,
): Promise<Message> {
  const { db, project } = context
  await refusePast(db, change.scheduledAt)
  const message = await transaction(db, async (tx) => {
    const before = await holdMessage(tx, project.seq, id)
    if (before.type !== change.type) throw new Refusal('message_not_found')
    refuseStale(context.ifMatch, before.updated_at)
    const wanted = wantedStatus(change)
    const after = {
      ...before,
      topics: [...(change.topics ?? before.topics)],
      users: [...(change.users ?? before.users)],
      targets: [...(change.targets ?? before.targets)],
      data: withChanges(before.data, change.data),
      description: change.description ?? before.description,
      provider_id: change.providerId ?? before.provider_id,
      status: wanted ?? before.status,
      phase: wanted ? firstPhase[wanted] : before.phase,
      scheduled_at: change.scheduledAt ?? before.scheduled_at,
      time_zone: change.timeZone ?? before.time_zone,
    }
    if (before.status !== 'draft' || after.status !== 'draft') requireRole(context, 'editor')
    refuseMove(before, after)
    await refuseWrongTargets(tx, project.seq, change.type, { targets: change.targets, ...change.copies })
    await refuseMissingFiles(tx, project.seq, change.files)
    await refuseWrongProvider(tx, project.seq, change.type, change.providerId)
    if (after.status !== 'draft') refuseMissingContent(change.type, after.data)
    return toMessage(await saveChange(context, tx, before, after))
  })
  if (message.status === 'processing') context.nudge()
  return message
}

/** What is undefined goes. */
function withChanges(
  before: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined),
  )
}

function refuseMove(before: HeldMessage, after: MessageRow): void {
  if (after.status !== 'draft') refuseNobody(after)
  refuseStarted(before.status)
  if (after.status === 'scheduled' && after.scheduled_at === null)
    throw new Refusal('message_missing_schedule')
  // The engine takes it any moment. What it missed, and a draft whose time has passed, wait for a person.
  if (before.phase === 'scheduled' && before.is_due) throw new Refusal('message_already_scheduled')
}

async function saveChange(
  context: ProjectContext,
  tx: Db,
  before: HeldMessage,
  after: MessageRow,
): Promise<MessageRow> {
  const changes = changesBetween(toldOf(before), toldOf(after))
  const entry = { event: 'message.update', resource: `message/${before.id}`, changes }
  if (before.status === 'draft' && after.status === 'draft') await recordDraftSave(tx, context, entry)
  else await recordActivity(tx, context, entry)
  // What another tab is based on has not moved on.
  if (Object.keys(changes).length === 0) return before
  const sendAt = after.status === 'processing' ? null : after.scheduled_at
  return tx
    .updateTable('messages')
    .set({
      topics: after.topics,
      users: after.users,
      targets: after.targets,
      data: JSON.stringify(await withImageLink(tx, context, after.data, sendAt)),
      description: after.description,
      provider_id: after.provider_id,
      status: after.status,
      phase: after.phase,
      scheduled_at: after.scheduled_at,
      time_zone: after.time_zone,
      updated_at: nowAfter('updated_at'),
    })
    .where('seq', '=', before.seq)
    .where('phase', '=', before.phase)
    .returning(messageColumns)
    .executeTakeFirstOrThrow()
}

/** Sends a draft, or one that missed its time: at once, or by the database's clock in so many seconds. */
export async function sendMessage(context: ProjectContext, id: string, seconds: number): Promise<Message> {
  const { db, project } = context
  const message = await transaction(db, async (tx) => {
    const before = await holdMessage(tx, project.seq, id)
    refuseStale(context.ifMatch, before.updated_at)
    refuseStarted(before.status)
    if (before.phase === 'scheduled') throw new Refusal('message_already_scheduled')
    refuseNobody(before)
    refuseMissingContent(before.type, before.data)
    const status = seconds === 0 ? 'processing' : 'scheduled'
    const row = await tx
      .updateTable('messages')
      .set({
        status,
        phase: firstPhase[status],
        data: JSON.stringify(await withImageLink(tx, context, before.data, null)),
        ...(seconds === 0 ? {} : { scheduled_at: inSeconds(seconds) }),
        updated_at: nowAfter('updated_at'),
      })
      .where('seq', '=', before.seq)
      .where('phase', '=', before.phase)
      .returning(messageColumns)
      .executeTakeFirstOrThrow()
    const changes = changesBetween(toldOf(before), toldOf(row))
    await recordActivity(tx, context, { event: 'message.send', resource: `message/${id}`, changes })
    return toMessage(row)
  })
  if (message.status === 'processing') context.nudge()
  return message
}

/** Whatever its status. Its id is free at once; of one that is being sent the engine cancels what is left. */
export async function deleteMessage(context: ProjectContext, id: string): Promise<void> {
  const { db, project } = context
  await transaction(db, async (tx) => {
    const before = await holdMessage(tx, project.seq, id)
    if (before.status !== 'draft') requireRole(context, 'editor')
    await tx.updateTable('messages').set({ deleted_at: appNow }).where('seq', '=', before.seq).execute()
    const changes = { status: [before.status, null] as const }
    await recordActivity(tx, context, { event: 'message.delete', resource: `message/${id}`, changes })
  })
  context.nudge()
}

export async function getMessage(db: Db, project: number, id: string): Promise<Message> {
  const row = await findMessage(db, project, id)
  if (!row) throw new Refusal('message_not_found')
  return toMessage(row)
}

const asItIs = (id: string) => id
const lowerCase = (word: string) => word.toLowerCase()
const number = (column: RawBuilder<unknown>) => ({ type: 'number', sql: column }) as const

const messageRows = (project: number): ListSpec => ({
  from: sql`messages m`,
  select: sql.join(messageColumns.map((column) => sql.ref(`m.${column}`))),
  project: sql`m.project`,
  seq: sql`m.seq`,
  within: { column: sql`m.project`, value: project },
  byId: (id) => sql`m.id = ${id} and m.deleted_at is null`,
  attributes: {
    $id: { type: 'text', sql: sql`m.id`, exact: asItIs },
    $createdAt: { type: 'instant', sql: sql`m.created_at` },
    $updatedAt: { type: 'instant', sql: sql`m.updated_at` },
    $sequence: number(sql`m.seq`),
    description: { type: 'text', sql: sql`m.description` },
    providerType: { type: 'text', sql: sql`m.type`, exact: lowerCase },
    providerId: { type: 'text', sql: sql`m.provider_id`, exact: asItIs },
    status: { type: 'text', sql: sql`m.status`, exact: lowerCase },
    phase: { type: 'text', sql: sql`m.phase`, exact: lowerCase },
    scheduledAt: { type: 'instant', sql: sql`m.scheduled_at`, nullable: true },
    deliveredAt: { type: 'instant', sql: sql`m.delivered_at`, nullable: true },
    startedAt: { type: 'instant', sql: sql`m.started_at`, nullable: true },
    finishedAt: { type: 'instant', sql: sql`m.finished_at`, nullable: true },
    deliveredTotal: number(sql`m.delivered_total`),
    recipientTotal: number(sql`m.recipient_total`),
    failedTotal: number(sql`m.failed_total`),
    inDoubtTotal: number(sql`m.in_doubt_total`),
    topics: { type: 'texts', sql: sql`m.topics` },
    users: { type: 'texts', sql: sql`m.users` },
    targets: { type: 'texts', sql: sql`m.targets` },
  },
  search: ({ tsquery }) => (tsquery ? sql`m.search @@ ${tsquery}` : sql`false`),
})

export async function listMessages(
  db: Db,
  project: number,
  input: ListQuery,
): Promise<{ total: number; messages: Message[] }> {
  const where = sql<boolean>`m.deleted_at is null`
  const { total, rows } = await listRows<MessageRow>(db, messageRows(project), { project, where, input })
  return { total, messages: rows.map(toMessage) }
}

/**
 * Of the messages that `naming` finds (on `messages m`), those that wait for their time, or for a person because it has passed, and those
 * that are being sent.
 */
export async function listMessagesToCome(
  db: Db,
  project: number,
  naming: RawBuilder<SqlBool>,
  input: ListQuery,
): Promise<{ total: number; messages: Message[] }> {
  // In the words of the index `messages_to_come`: of a million messages few are.
  const where = sql<SqlBool>`m.deleted_at is null
    and m.phase in ('scheduled', 'missed', 'preparing', 'sending', 'paused') and ${naming}`
  const { total, rows } = await listRows<MessageRow>(db, messageRows(project), { project, where, input })
  return { total, messages: rows.map(toMessage) }
}

/** Those that it names by themselves, as far as they are still there. */
export async function listMessageTargets(
  db: Db,
  project: number,
  id: string,
  input: Omit<ListQuery, 'search'>,
): Promise<{ total: number; targets: Target[] }> {
  const message = await findMessage(db, project, id)
  if (!message) throw new Refusal('message_not_found')
  const where = sql<boolean>`t.id = any(${message.targets}::text[])`
  const { total, rows } = await listRows<ListedTarget>(db, targetRows, { project, where, input })
  return { total, targets: rows.map((row) => toTarget(row, row.user_id)) }
}

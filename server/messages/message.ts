// A message as it is stored and shown.
import { type Selectable, sql } from 'kysely'
import type { EmailData, Message, PushData, SmsData } from '../../contract/messages.ts'
import type { Db } from '../db/database.ts'
import { isPast } from '../db/now.ts'
import type { MessageTable } from '../db/tables.ts'
import { Refusal } from '../http/refusal.ts'

export const messageColumns = [
  'seq',
  'id',
  'type',
  'description',
  'topics',
  'users',
  'targets',
  'data',
  'provider_id',
  'status',
  'phase',
  'scheduled_at',
  'time_zone',
  'started_at',
  'finished_at',
  'delivered_at',
  'delivery_errors',
  'delivered_total',
  'pending_total',
  'sending_total',
  'sent_total',
  'failed_total',
  'in_doubt_total',
  'cancelled_total',
  'skipped_total',
  'test_total',
  'created_at',
  'updated_at',
] as const

export type MessageRow = Pick<Selectable<MessageTable>, (typeof messageColumns)[number]>

export function toMessage(row: MessageRow): Message {
  const common = {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    topics: row.topics,
    users: row.users,
    targets: row.targets,
    scheduledAt: row.scheduled_at,
    deliveredAt: row.delivered_at,
    deliveryErrors: row.delivery_errors,
    deliveredTotal: row.delivered_total,
    status: row.status,
    description: row.description,
    timeZone: row.time_zone,
    providerId: row.provider_id,
    delivery: deliveryOf(row),
  }
  switch (row.type) {
    case 'email':
      return { ...common, providerType: row.type, data: row.data as EmailData }
    case 'sms':
      return { ...common, providerType: row.type, data: row.data as SmsData }
    case 'push':
      return { ...common, providerType: row.type, data: row.data as PushData }
  }
}

function deliveryOf(row: MessageRow): Message['delivery'] {
  const counts = {
    pending: row.pending_total,
    sending: row.sending_total,
    sent: row.sent_total,
    failed: row.failed_total,
    inDoubt: row.in_doubt_total,
    cancelled: row.cancelled_total,
    skipped: row.skipped_total,
  }
  return {
    phase: row.phase,
    total: Object.values(counts).reduce((total, count) => total + count, 0),
    counts,
    testTotal: row.test_total,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}

export async function findMessage(db: Db, project: number, id: string): Promise<MessageRow | undefined> {
  return db
    .selectFrom('messages')
    .select(messageColumns)
    .where('project', '=', project)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
}

/** What messages are called: their internal names, else what their recipients see first. */
export async function messageNames(db: Db, project: number, ids: readonly string[]) {
  return db
    .selectFrom('messages')
    .select('id')
    .select(
      sql<string>`
        coalesce(nullif(description, ''), data ->> 'subject', data ->> 'title', left(data ->> 'content', 80), '')
      `.as('name'),
    )
    .where('project', '=', project)
    .where('id', 'in', [...ids])
    .where('deleted_at', 'is', null)
    .execute()
}

export type HeldMessage = MessageRow & {
  /** Whether the time for which it is scheduled has come. */
  readonly is_due: boolean
}

/** Nobody else changes, starts or ends it until the transaction does. Refuses where there is none. */
export async function holdMessage(tx: Db, project: number, id: string): Promise<HeldMessage> {
  const held = await tx
    .selectFrom('messages')
    .select([...messageColumns, isPast('scheduled_at').as('is_due')])
    .where('project', '=', project)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!held) throw new Refusal('message_not_found')
  return held
}

/** What of a message its activity tells. */
export function toldOf(row: MessageRow): Record<string, unknown> {
  const { topics, users, targets, description, status } = row
  const { image, ...data } = row.data as { image?: PushData['image'] }
  return {
    ...data,
    // Not its address, which lets in whoever has it and changes by itself.
    ...(image ? { image: `${image.bucketId}:${image.fileId}` } : {}),
    topics,
    users,
    targets,
    description,
    providerId: row.provider_id,
    scheduledAt: row.scheduled_at,
    timeZone: row.time_zone,
    status,
  }
}

/** Whether instants are to come; a draft may name one as well. */
export async function isToCome(db: Db, instant: string): Promise<boolean> {
  // PostgreSQL knows no year 0, and whoever names one means the past.
  if (instant < '1000') return false
  const { rows } = await sql<{ is: boolean }>`select ${instant}::timestamptz >= app.now() as is`.execute(db)
  return rows[0]?.is === true
}

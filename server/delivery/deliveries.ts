// The ledger as the API shows it, and what a person does to its rows.
import { type SqlBool, sql } from 'kysely'
import type { Delivery, DeliveryDetail } from '../../contract/deliveries.ts'
import type { ListQuery } from '../../contract/lists.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { findMessageSeq, recountMessage } from '../messages/progress.ts'
import { countOfMessage } from './lanes.ts'
import {
  causeOf,
  deliveryId,
  isPermanent,
  outcomeOf,
  readDeliveryId,
  reasonOf,
  roleCodes,
  roleOf,
  stateCodes,
  stateOf,
} from './ledger.ts'
import { errorTexts, explainCode } from './progress.ts'
import { countOutcomes } from './statistics.ts'

type Row = {
  message: number
  n: number
  messageId: string
  userId: string | null
  targetId: string | null
  providerId: string | null
  providerKind: string | null
  type: ChannelType
  role: number
  identifier: string
  state: number
  reason: number | null
  cause: number | null
  error_code: string | null
  attempts: number
  next_attempt_at: string | null
  sent_at: string | null
  provider_message_id: string | null
  created_at: string
  updated_at: string
  response: string | null
}

const asItIs = (text: string) => text
const lowerCase = (text: string) => text.toLowerCase()

const deliveryList: ListSpec = {
  from: sql`deliveries d
    join messages m on m.seq = d.message
    left join users u on u.seq = d.user_seq and u.project = d.project
    left join targets t on t.seq = d.target and t.project = d.project
    left join providers p on p.seq = d.provider and p.project = d.project`,
  select: sql`d.message, d.n, m.id as "messageId", u.id as "userId", t.id as "targetId", p.id as "providerId",
    p.kind as "providerKind", m.type, d.role, d.identifier, d.state, d.reason, d.cause, d.error_code, d.attempts,
    d.next_attempt_at, d.sent_at, d.provider_message_id, d.created_at, d.updated_at,
    case when d.state in (0, 3, 4) and d.attempts > 0 then (
      select a.response from delivery_attempts a where a.message = d.message and a.n = d.n order by a.seq desc limit 1
    ) end as response`,
  project: sql`d.project`,
  seq: [sql`d.message`, sql`d.n`],
  byId: (id) => {
    const key = readDeliveryId(id)
    return key && sql<SqlBool>`d.message = ${key.message} and d.n = ${key.n}`
  },
  attributes: {
    $sequence: { type: 'number', sql: sql`d.n` },
    $createdAt: { type: 'instant', sql: sql`d.created_at` },
    $updatedAt: { type: 'instant', sql: sql`d.updated_at` },
    messageId: { type: 'text', sql: sql`m.id`, exact: asItIs },
    status: { type: 'text', sql: sql`d.state`, codes: stateCodes },
    role: { type: 'text', sql: sql`d.role`, codes: roleCodes },
    providerId: { type: 'text', sql: sql`p.id`, exact: asItIs, nullable: true },
    providerType: { type: 'text', sql: sql`m.type`, exact: lowerCase },
    userId: { type: 'text', sql: sql`u.id`, exact: asItIs, nullable: true },
    targetId: { type: 'text', sql: sql`t.id`, exact: asItIs, nullable: true },
    identifier: { type: 'text', sql: sql`d.identifier_key`, exact: lowerCase },
    attempts: { type: 'number', sql: sql`d.attempts` },
    sentAt: { type: 'instant', sql: sql`d.sent_at`, nullable: true },
    'error.code': { type: 'text', sql: sql`d.error_code`, exact: asItIs, nullable: true },
  },
}

/**
 * A message has one project. To name it for the rows too would lead the planner, as long as it has no statistics of a
 * message that was just written, to another index and a sort of all of them.
 */
const listOfMessage: ListSpec = { ...deliveryList, project: sql`m.project` }

function toDelivery(row: Row): Delivery {
  return {
    $id: deliveryId(row.message, row.n),
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    messageId: row.messageId,
    userId: row.userId,
    targetId: row.targetId,
    providerId: row.providerId,
    providerType: row.type,
    role: roleOf(row.role),
    identifier: row.identifier,
    status: stateOf(row.state),
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    sentAt: row.sent_at,
    providerMessageId: row.provider_message_id,
    reason: row.reason === null ? null : reasonOf(row.reason),
    error: errorOf(row),
    inboxItemId:
      row.providerKind === 'inbox' && row.state === stateCodes.sent ? row.provider_message_id : null,
  }
}

function errorOf({ cause, error_code, response }: Row): Delivery['error'] {
  if (error_code === null) return null
  return {
    code: error_code,
    message: response || explainCode(error_code),
    permanent: cause !== null && isPermanent(causeOf(cause)),
  }
}

export async function listDeliveriesOfMessage(
  db: Db,
  project: number,
  messageId: string,
  input: QueriesOnly,
) {
  const message = await findMessageSeq(db, project, messageId)
  return listDeliveries(db, project, input, message)
}

type QueriesOnly = Omit<ListQuery, 'search'>

export async function listDeliveries(db: Db, project: number, input: QueriesOnly, message?: number) {
  const where =
    message === undefined ? sql<SqlBool>`m.deleted_at is null` : sql<SqlBool>`d.message = ${message}`
  const options = { project, where, input }
  const { total, rows } = await (message === undefined
    ? listRows<Row>(db, deliveryList, options)
    : listRows<Row>(db, listOfMessage, { ...options, knownTotal: () => countOfMessage(db, message) }))
  return { total, deliveries: rows.map(toDelivery) }
}

export async function getDelivery(db: Db, project: number, id: string): Promise<DeliveryDetail> {
  const key = readDeliveryId(id)
  if (!key) throw new Refusal('delivery_not_found')
  const { rows } = await sql<Row>`
    select ${deliveryList.select} from ${deliveryList.from}
    where d.project = ${project} and d.message = ${key.message} and d.n = ${key.n}
  `.execute(db)
  const [row] = rows
  if (!row) throw new Refusal('delivery_not_found')
  return { ...toDelivery(row), attemptLog: await attemptsOf(db, key) }
}

async function attemptsOf(
  db: Db,
  { message, n }: { message: number; n: number },
): Promise<DeliveryDetail['attemptLog']> {
  const rows = await db
    .selectFrom('delivery_attempts as a')
    .leftJoin('workers as w', 'w.seq', 'a.worker')
    .select([
      'a.attempt',
      'a.started_at',
      'a.finished_at',
      'w.id as worker',
      'a.outcome',
      'a.code',
      'a.response',
    ])
    .where('a.message', '=', message)
    .where('a.n', '=', n)
    .orderBy('a.seq', 'desc')
    .limit(10)
    .execute()
  return rows.reverse().map((row) => ({
    attempt: row.attempt,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    worker: row.worker,
    outcome: outcomeOf(row.outcome),
    code: row.code,
    response: row.response,
  }))
}

/** Closes a delivery in doubt by hand, and its message's status follows. */
export async function settleDelivery(
  context: ProjectContext,
  id: string,
  as: 'sent' | 'failed',
): Promise<DeliveryDetail> {
  const { db, project } = context
  const key = readDeliveryId(id)
  if (!key) throw new Refusal('delivery_not_found')
  await transaction(db, async (tx) => {
    const row = await tx
      .selectFrom('deliveries')
      .select(['provider', 'state', 'role'])
      .where('project', '=', project.seq)
      .where('message', '=', key.message)
      .where('n', '=', key.n)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new Refusal('delivery_not_found')
    if (row.state !== stateCodes.inDoubt) throw new Refusal('delivery_not_in_doubt')
    await tx
      .updateTable('deliveries')
      .set({
        state: stateCodes[as],
        updated_at: sql<string>`app.now()`,
        ...(as === 'sent'
          ? { cause: null, error_code: null, sent_at: sql<string>`coalesce(attempted_at, app.now())` }
          : {}),
      })
      .where('message', '=', key.message)
      .where('n', '=', key.n)
      .execute()
    const sent = as === 'sent' ? 1 : 0
    await sql`
      with counted as (
        update lanes set in_doubt = in_doubt - 1, sent = sent + ${sent}, failed = failed + ${1 - sent},
          sent_copies = sent_copies + ${row.role > 0 ? sent : 0}
        where message = ${key.message} and provider = ${row.provider}
        returning message, provider, test
      )
      ${countOutcomes(sql`
        select m.project, c.provider, m.type, ${sent}::int as sent, ${1 - sent}::int as failed, 0 as in_doubt,
          0 as cancelled, 0 as skipped
        from counted c join messages m on m.seq = c.message where not c.test`)}
    `.execute(tx)
    await recountMessage(tx, key.message, await errorTexts(tx, key.message))
    const changes = { status: ['inDoubt', as] as const }
    await recordActivity(tx, context, { event: 'delivery.settle', resource: `delivery/${id}`, changes })
  })
  return getDelivery(db, project.seq, id)
}

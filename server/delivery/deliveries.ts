// The ledger as the API shows it, and what a person does to its rows.
import { type SqlBool, sql } from 'kysely'
import type { Delivery, DeliveryDetail } from '../../contract/deliveries.ts'
import type { ListQuery } from '../../contract/lists.ts'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { type ListSpec, listRows, walkRows } from '../http/query/list.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { findMessageRow, recountMessage } from '../messages/progress.ts'
import { type DeliveryRow, deliveryList, findNamed } from './delivery-list.ts'
import { explainCode } from './failure-causes.ts'
import { countOfMessage, keptAttempts } from './lanes.ts'
import {
  causeOf,
  deliveryId,
  isPermanent,
  outcomeOf,
  readDeliveryId,
  reasonOf,
  roleOf,
  stateCodes,
  stateOf,
} from './ledger.ts'
import { errorTexts } from './progress.ts'
import { countOutcomes } from './statistics.ts'

export function toDelivery(row: DeliveryRow): Delivery {
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

function errorOf({ cause, error_code, response }: DeliveryRow): Delivery['error'] {
  if (error_code === null) return null
  return {
    code: error_code,
    message: response || explainCode(error_code),
    permanent: cause !== null && isPermanent(causeOf(cause)),
  }
}

type QueriesOnly = Omit<ListQuery, 'search'>

export async function listDeliveriesOfMessage(
  db: Db,
  project: number,
  messageId: string,
  input: QueriesOnly,
) {
  const message = await findMessageRow(db, project, messageId)
  const { list, where } = await listOfMessage(db, project, message, input)
  const knownTotal = () => countOfMessage(db, message.seq)
  const { total, rows } = await listRows<DeliveryRow>(db, list, { project, where, input, knownTotal })
  return { total, deliveries: rows.map(toDelivery) }
}

/** All of them, some at a time: for a file. */
export async function* walkDeliveriesOfMessage(
  db: Db,
  project: number,
  messageId: string,
  input: QueriesOnly,
): AsyncGenerator<Delivery[], void> {
  const message = await findMessageRow(db, project, messageId)
  const { list, where } = await listOfMessage(db, project, message, input)
  for await (const rows of walkRows<DeliveryRow>(db, list, { project, where, input }))
    yield rows.map(toDelivery)
}

type StartedMessage = { readonly seq: number; readonly startedAt: string | null }

async function listOfMessage(db: Db, project: number, message: StartedMessage, { queries }: QueriesOnly) {
  const list = deliveryList(project, await findNamed(db, project, queries))
  const isByStatus = queries.some((text) => text.includes('status'))
  return isByStatus
    ? { list, where: inLists(message) }
    : { list: wholeMessage(list), where: sql<SqlBool>`d.message = ${message.seq}` }
}

/** The instant is the same in all rows of a message; named, it leads to them in the indexes for lists. */
function inLists({ seq, startedAt }: StartedMessage) {
  return sql<SqlBool>`d.message = ${seq} and d.created_at = ${startedAt}::timestamptz and not d.hidden`
}

/**
 * All of a message stand in its primary key. To name the project for the rows too would lead the planner, as long as it has no
 * statistics of a message that was just written, to another index and a sort of all of them.
 */
function wholeMessage({ parts: _, ...list }: ListSpec): ListSpec {
  return { ...list, project: sql`m.project`, seq: [sql`d.message`, sql`d.n`] }
}

/** Those of deleted messages are left out. */
export async function listDeliveries(db: Db, project: number, input: QueriesOnly) {
  const list = deliveryList(project, await findNamed(db, project, input.queries))
  const { total, rows } = await listRows<DeliveryRow>(db, list, { project, where: ofLiving, input })
  return { total, deliveries: rows.map(toDelivery) }
}

export async function* walkDeliveries(
  db: Db,
  project: number,
  input: QueriesOnly,
): AsyncGenerator<Delivery[], void> {
  const list = deliveryList(project, await findNamed(db, project, input.queries))
  const options = { project, where: ofLiving, input }
  for await (const rows of walkRows<DeliveryRow>(db, list, options)) yield rows.map(toDelivery)
}

const ofLiving = sql<SqlBool>`not d.hidden and m.deleted_at is null`

export async function getDelivery(db: Db, project: number, id: string): Promise<DeliveryDetail> {
  const key = readDeliveryId(id)
  if (!key) throw new Refusal('delivery_not_found')
  const { select, from } = deliveryList(project)
  const { rows } = await sql<DeliveryRow>`
    select ${select} from ${from}
    where d.project = ${project} and d.message = ${key.message} and d.n = ${key.n}
  `.execute(db)
  const [row] = rows
  if (!row) throw new Refusal('delivery_not_found')
  return { ...toDelivery(row), attemptLog: await attemptsOf(db, key) }
}

/** These rows of a message, by their numbers. */
export async function readDeliveries(
  db: Db,
  project: number,
  message: number,
  numbers: readonly number[],
): Promise<Map<number, Delivery>> {
  const { select, from } = deliveryList(project)
  const { rows } = await sql<DeliveryRow>`
    select ${select} from ${from}
    where d.project = ${project} and d.message = ${message} and d.n = any(${[...numbers]}::int4[])
  `.execute(db)
  return new Map(rows.map((row) => [row.n, toDelivery(row)]))
}

export async function attemptsOf(
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
    .limit(keptAttempts)
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

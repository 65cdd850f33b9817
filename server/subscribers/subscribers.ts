// Subscribers: targets in topics.
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import { channelTypes } from '../../contract/resource.ts'
import type { Subscriber, SubscriberDraft } from '../../contract/subscribers.ts'
import type { Db } from '../db/database.ts'
import type { SubscriberTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { type ListSpec, listRows, type SearchTerms } from '../http/query/list.ts'
import { anyBeginsWith, anyOf } from '../http/query/sql-parts.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { findTarget, type TargetRow, toTarget } from '../targets/target.ts'
import { findTopic, type TopicRow } from '../topics/topics.ts'
import { addToTotal, takeFromTotals } from '../topics/totals.ts'
import { holdOwner } from '../users/find-user.ts'

type SubscriberRow = Pick<Selectable<SubscriberTable>, 'id' | 'type' | 'created_at' | 'updated_at'>
type Parts = {
  readonly subscriber: SubscriberRow
  readonly target: Parameters<typeof toTarget>[0]
  readonly user: { readonly id: string; readonly name: string }
  readonly topicId: string
}

function toSubscriber({ subscriber, target, user, topicId }: Parts): Subscriber {
  return {
    $id: subscriber.id,
    $createdAt: subscriber.created_at,
    $updatedAt: subscriber.updated_at,
    targetId: target.id,
    target: toTarget(target, user.id),
    userId: user.id,
    userName: user.name,
    topicId,
    providerType: subscriber.type,
  }
}

/**
 * The person is held first, then the subscriber's row is written, and the topic counts last: the same order as wherever
 * something is removed.
 */
export async function createSubscriber(
  context: ProjectContext,
  topicId: string,
  draft: SubscriberDraft,
): Promise<Subscriber> {
  const project = context.project.seq
  return transaction(context.db, async (tx) => {
    const topic = await topicOf(tx, project, topicId)
    const user = await holdOwner(tx, project, draft.targetId)
    const target = user && (await findTarget(tx, project, draft.targetId))
    if (!target) throw new Refusal('user_target_not_found')
    const subscriber = await insertSubscriber(tx, chosenId(draft.subscriberId), topic, target)
    if (!subscriber) throw new Refusal('subscriber_already_exists')
    if (!(await addToTotal(tx, topic.seq, target.type))) throw new Refusal('topic_not_found')
    await recordActivity(tx, context, {
      event: 'subscriber.create',
      resource: `subscriber/${subscriber.id}`,
    })
    return toSubscriber({ subscriber, target, user, topicId })
  })
}

async function topicOf(db: Db, project: number, id: string): Promise<TopicRow> {
  const topic = await findTopic(db, project, id)
  if (!topic) throw new Refusal('topic_not_found')
  return topic
}

/** Nothing where the id is taken or the target is subscribed already; the id of a deleted topic's subscriber is free. */
async function insertSubscriber(
  tx: Db,
  id: string,
  topic: TopicRow,
  target: TargetRow,
): Promise<SubscriberRow | undefined> {
  const { project, user_seq, type } = target
  const insert = () =>
    tx
      .insertInto('subscribers')
      .values({ project, id, topic: topic.seq, target: target.seq, user_seq, type })
      .onConflict((conflict) => conflict.doNothing())
      .returning(['id', 'type', 'created_at', 'updated_at'])
      .executeTakeFirst()
  return (await insert()) ?? ((await freeId(tx, project, id)) ? insert() : undefined)
}

/** A deleted topic's subscribers are swept away little by little; this one has to go at once. */
async function freeId(tx: Db, project: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('subscribers as s')
    .using('topics as t')
    .whereRef('t.seq', '=', 's.topic')
    .where('t.deleted_at', 'is not', null)
    .where('s.project', '=', project)
    .where('s.id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** A subscriber with its target (`t_…`), its person and its topic. */
type JoinedRow = SubscriberRow & {
  user_id: string
  user_name: string
  topic_id: string
  t_id: string
  t_created_at: string
  t_updated_at: string
  t_name: string
  t_provider_id: string | null
  t_identifier: string
  t_expired: boolean
}

const joined = sql`subscribers s
  join targets t on t.seq = s.target
  join users u on u.seq = s.user_seq
  join topics tp on tp.seq = s.topic`

const joinedColumns = sql`s.id, s.type, s.created_at, s.updated_at,
  u.id as user_id, u.name as user_name, tp.id as topic_id,
  t.id as t_id, t.created_at as t_created_at, t.updated_at as t_updated_at, t.name as t_name,
  t.provider_id as t_provider_id, t.identifier as t_identifier, t.expired as t_expired`

function ofJoinedRow(row: JoinedRow): Subscriber {
  const target = {
    id: row.t_id,
    created_at: row.t_created_at,
    updated_at: row.t_updated_at,
    name: row.t_name,
    provider_id: row.t_provider_id,
    type: row.type,
    identifier: row.t_identifier,
    expired: row.t_expired,
  }
  const user = { id: row.user_id, name: row.user_name }
  return toSubscriber({ subscriber: row, target, user, topicId: row.topic_id })
}

const asItIs = (id: string) => id

const attributes: ListSpec['attributes'] = {
  $id: { type: 'text', sql: sql`s.id`, exact: asItIs },
  $createdAt: { type: 'instant', sql: sql`s.created_at` },
  $updatedAt: { type: 'instant', sql: sql`s.updated_at` },
  $sequence: { type: 'number', sql: sql`s.seq` },
  targetId: { type: 'text', sql: sql`t.id`, exact: asItIs },
  topicId: { type: 'text', sql: sql`tp.id`, exact: asItIs },
  userId: { type: 'text', sql: sql`u.id`, exact: asItIs },
  providerType: { type: 'text', sql: sql`s.type` },
}

/** Of one topic, because a search is answered from there: see `searchIn`. */
function subscriberRows(project: number, topic: number): ListSpec {
  return {
    from: joined,
    select: joinedColumns,
    project: sql`s.project`,
    seq: sql`s.seq`,
    byId: (id) => sql`s.id = ${id}`,
    attributes,
    search: (terms) => searchIn(project, topic, terms),
  }
}

/**
 * By the ids of subscriber, target and person, the target's identifier, the person's name, and the type. Each is looked up by
 * its own index, and only then is asked who of those subscribes: an OR over the joined tables would read them whole.
 */
function searchIn(
  project: number,
  topic: number,
  { tsquery, identifiers, words }: SearchTerms,
): RawBuilder<SqlBool> {
  const ids = sql`any(${[...words]}::text[])`
  const subscribed = (to: RawBuilder<unknown>) => sql`
    select x.seq from ${to} where x.topic = ${topic}`
  const found = [
    subscribed(sql`(select * from subscribers where project = ${project} and id = ${ids}) x`),
    subscribed(sql`(select seq as found from targets where project = ${project} and id = ${ids}) f
      join subscribers x on x.target = f.found`),
    subscribed(sql`(select seq as found from users where project = ${project} and id = ${ids}) f
      join subscribers x on x.user_seq = f.found`),
    identifiers.length > 0
      ? subscribed(sql`(
          select seq as found from targets
          where project = ${project} and ${anyBeginsWith(sql`identifier_key`, identifiers)}
        ) f join subscribers x on x.target = f.found`)
      : undefined,
    tsquery
      ? subscribed(sql`(select seq as found from users where project = ${project} and search @@ ${tsquery}) f
          join subscribers x on x.user_seq = f.found`)
      : undefined,
  ].filter((part) => part !== undefined)
  const types = channelTypes.filter((type) => words.some((word) => word.toLowerCase() === type))
  const all = sql.join(found, sql` union all `)
  return anyOf([
    // How many begin with something the planner can only guess: it would rather walk along the whole topic. Of words it knows.
    tsquery ? sql<SqlBool>`s.seq in (${all})` : sql<SqlBool>`s.seq = any(array(${all}))`,
    types.length > 0 ? sql<SqlBool>`s.type = any(${types}::text[])` : undefined,
  ])
}

export async function listSubscribers(
  db: Db,
  project: number,
  topicId: string,
  input: ListQuery,
): Promise<{ total: number; subscribers: Subscriber[] }> {
  const topic = await topicOf(db, project, topicId)
  const { total, rows } = await listRows<JoinedRow>(db, subscriberRows(project, topic.seq), {
    project,
    where: sql`s.topic = ${topic.seq}`,
    input,
    knownTotal: async () => topic.email_total + topic.sms_total + topic.push_total,
  })
  return { total, subscribers: rows.map(ofJoinedRow) }
}

export async function getSubscriber(
  db: Db,
  project: number,
  topicId: string,
  id: string,
): Promise<Subscriber> {
  const topic = await topicOf(db, project, topicId)
  const { rows } = await sql<JoinedRow>`
    select ${joinedColumns} from ${joined} where s.project = ${project} and s.id = ${id} and s.topic = ${topic.seq}
  `.execute(db)
  const [row] = rows
  if (!row) throw new Refusal('subscriber_not_found')
  return ofJoinedRow(row)
}

/** In whichever topic it is. */
export async function findSubscriber(
  db: Db,
  project: number,
  id: string,
): Promise<{ created_at: string } | undefined> {
  return db
    .selectFrom('subscribers as s')
    .innerJoin('topics as t', 't.seq', 's.topic')
    .select('s.created_at')
    .where('s.project', '=', project)
    .where('s.id', '=', id)
    .where('t.deleted_at', 'is', null)
    .executeTakeFirst()
}

export async function deleteSubscriber(context: ProjectContext, topicId: string, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const topic = await topicOf(tx, context.project.seq, topicId)
    const removed = await tx
      .deleteFrom('subscribers')
      .where('project', '=', context.project.seq)
      .where('id', '=', id)
      .where('topic', '=', topic.seq)
      .returning(['topic', 'type'])
      .executeTakeFirst()
    if (!removed) throw new Refusal('subscriber_not_found')
    await takeFromTotals(tx, [removed])
    await recordActivity(tx, context, { event: 'subscriber.delete', resource: `subscriber/${id}` })
  })
}

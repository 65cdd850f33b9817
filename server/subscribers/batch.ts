// Many subscribers of one topic at once. A row that fails leaves the others as they are.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type ChannelType, channelTypes } from '../../contract/resource.ts'
import type {
  Subscriber,
  SubscriberBatch,
  SubscriberBatchReply,
  SubscriberBatchResult,
} from '../../contract/subscribers.ts'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { anyOf } from '../http/query/sql-parts.ts'
import { Refusal } from '../http/refusal.ts'
import { type Changes, recordActivity } from '../logs/activity.ts'
import { identifierKey, type ListedTarget } from '../targets/target.ts'
import { existingTopic, type TopicRow } from '../topics/topics.ts'
import { changeTotals, countByType, type Totals } from '../topics/totals.ts'
import { findInTopic, type SubscriberRow, subscriberColumns, toSubscriber } from './subscriber.ts'
import { freeIds } from './subscribers.ts'

type Removal = SubscriberBatch['remove'][number]

/**
 * First removes, then adds. As with a single one, people are held first and the topic counts last; and of a topic one batch
 * runs at a time, since two that hold some rows each and want the other's would stand in each other's way.
 */
export async function changeSubscribers(
  context: ProjectContext,
  topicId: string,
  batch: SubscriberBatch,
): Promise<SubscriberBatchReply> {
  try {
    return await transaction(context.db, async (tx) => {
      const reply = await applyBatch(tx, context, topicId, batch)
      if (batch.dryRun) throw new Tried(reply)
      return reply
    })
  } catch (error) {
    if (error instanceof Tried) return error.reply
    throw error
  }
}

/** Ends a transaction whose only purpose was its answer: what a dry run says is what would have been done. */
class Tried extends Error {
  override readonly name = 'Tried'
  readonly reply: SubscriberBatchReply

  constructor(reply: SubscriberBatchReply) {
    super('a dry run')
    this.reply = reply
  }
}

async function applyBatch(
  tx: Db,
  context: ProjectContext,
  topicId: string,
  { add, remove }: SubscriberBatch,
): Promise<SubscriberBatchReply> {
  const project = context.project.seq
  const topic = await existingTopic(tx, project, topicId)
  await sql`select pg_advisory_xact_lock(${lockClass}::int4, ${topic.seq % 2 ** 31}::int4)`.execute(tx)
  const targetOf = await holdTargets(tx, project, add)
  const removals = await removeRows(tx, project, topic, remove)
  const additions = await addRows(
    tx,
    topic,
    add.map((row) => ({ id: chosenId(row.subscriberId), target: targetOf(row) })),
  )
  const results = [...additions, ...removals]
  const added = thatWere('added', results)
  const removed = thatWere('removed', results)
  const failedTotal = results.length - added.length - removed.length
  if (added.length + removed.length > 0) {
    const totals = await changeTotals(tx, topic.seq, difference(added, removed))
    if (!totals) throw new Refusal('topic_not_found')
    const changes = told(added, removed, failedTotal, totals)
    await recordActivity(tx, context, { event: 'subscriber.batch', resource: `topic/${topicId}`, changes })
  }
  return { addedTotal: added.length, removedTotal: removed.length, failedTotal, results }
}

/** Any number; with a second one for the topic. */
const lockClass = 4_400_001

type Named = { readonly targetId?: string | undefined; readonly identifier?: string | undefined }
type HeldTarget = ListedTarget & { readonly user_name: string }

/** The targets that are to be added, their people held: neither goes before this ends. */
async function holdTargets(
  tx: Db,
  project: number,
  rows: readonly Named[],
): Promise<(row: Named) => HeldTarget | undefined> {
  if (rows.length === 0) return () => undefined
  const named = targetsNamed(project, rows)
  const { rows: held } = await sql<{ seq: number }>`
    select seq from users where seq in (select t.user_seq from targets t where ${named}) order by seq for key share
  `.execute(tx)
  // Of them only: a target that was made since, of somebody else, may go any moment.
  const { rows: found } = await sql<HeldTarget>`
    select t.*, u.id as user_id, u.name as user_name from targets t join users u on u.seq = t.user_seq
    where ${named} and t.user_seq = any(${held.map(({ seq }) => seq)}::int8[])
  `.execute(tx)
  return finder(found, (target) => ({
    targetId: target.id,
    type: target.type,
    identifier: target.identifier,
  }))
}

/** A condition on `targets t`. */
function targetsNamed(project: number, rows: readonly Named[]): RawBuilder<SqlBool> {
  const ids = rows.flatMap(({ targetId }) => targetId ?? [])
  const identifiers = rows.flatMap(({ identifier }) => identifier ?? [])
  const keys = [...new Set(identifiers.flatMap((text) => [text, identifierKey('email', text)]))]
  return sql`t.project = ${project} and ${anyOf([
    ids.length > 0 ? sql`t.id = any(${ids}::text[])` : undefined,
    keys.length > 0 ? sql`t.identifier_key = any(${keys}::text[])` : undefined,
  ])}`
}

/** Finds what a row names. An address is compared without case, anything else as it is. */
function finder<Thing>(
  things: readonly Thing[],
  namesOf: (thing: Thing) => { targetId: string; type: ChannelType; identifier: string },
): (row: Named) => Thing | undefined {
  const byId = new Map<string, Thing>()
  const byKey = new Map<string, Thing>()
  for (const thing of things) {
    const { targetId, type, identifier } = namesOf(thing)
    byId.set(targetId, thing)
    byKey.set(`${type === 'email'} ${identifierKey(type, identifier)}`, thing)
  }
  return ({ targetId, identifier = '' }) =>
    targetId === undefined
      ? (byKey.get(`true ${identifierKey('email', identifier)}`) ?? byKey.get(`false ${identifier}`))
      : byId.get(targetId)
}

async function removeRows(
  tx: Db,
  project: number,
  topic: TopicRow,
  rows: readonly Removal[],
): Promise<SubscriberBatchResult[]> {
  if (rows.length === 0) return []
  const ids = rows.flatMap(({ subscriberId }) => subscriberId ?? [])
  const found = await findInTopic(
    tx,
    topic,
    anyOf([
      sql`s.project = ${project} and s.id = any(${ids}::text[])`,
      sql`s.target = any(array(select t.seq from targets t where ${targetsNamed(project, rows)}))`,
    ]),
  )
  const byId = new Map(found.map((subscriber) => [subscriber.$id, subscriber]))
  const byTarget = finder(found, ({ target, targetId, providerType: type }) => {
    return { targetId, type, identifier: target.identifier }
  })
  const there = await deleteInTopic(tx, topic.seq, found)
  return rows.map((row) => {
    const subscriber = row.subscriberId === undefined ? byTarget(row) : byId.get(row.subscriberId)
    // The second row that names the same one finds it gone.
    if (!subscriber || !there.delete(subscriber.$id)) return failed('subscriber_not_found')
    return { status: 'removed', subscriber, error: null }
  })
}

/** Answers the ids of those that were there. In their order, as whoever else removes several locks them. */
async function deleteInTopic(
  tx: Db,
  topic: number,
  subscribers: readonly Subscriber[],
): Promise<Set<string>> {
  const ids = subscribers.map(({ $id }) => $id)
  const { rows } = await sql<{ id: string }>`
    with going as materialized (
      select seq from subscribers where topic = ${topic} and id = any(${ids}::text[]) order by seq for update
    )
    delete from subscribers s using going where s.seq = going.seq returning s.id
  `.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

type Wish = { readonly id: string; readonly target: HeldTarget | undefined }
type Insertion = { readonly id: string; readonly target: HeldTarget }

async function addRows(tx: Db, topic: TopicRow, wishes: readonly Wish[]): Promise<SubscriberBatchResult[]> {
  const inserted = await insertAll(tx, topic, wishes.filter(hasTarget))
  const added = wishes.map((wish) => (hasTarget(wish) ? takeAdded(inserted, wish, topic.id) : undefined))
  const refused = wishes.filter((_, index) => !added[index]).filter(hasTarget)
  const there = await subscribersOf(tx, topic, refused)
  return wishes.map(({ target }, index) => {
    if (!target) return failed('user_target_not_found')
    return added[index] ?? alreadyThere(there.get(target.id))
  })
}

const hasTarget = (wish: Wish): wish is Insertion => wish.target !== undefined
const keyOf = ({ id, target }: { id: string; target: { seq: number } }) => `${target.seq} ${id}`

/** The rows that could be written, by id and target; a deleted topic's subscribers give their ids back first. */
async function insertAll(
  tx: Db,
  topic: TopicRow,
  insertions: readonly Insertion[],
): Promise<Map<string, SubscriberRow>> {
  const inserted = new Map<string, SubscriberRow>()
  const insert = async (rows: readonly Insertion[]) => {
    for (const row of await insertRows(tx, topic, rows)) {
      inserted.set(keyOf({ id: row.id, target: { seq: row.target } }), row)
    }
  }
  await insert(insertions)
  const left = insertions.filter((insertion) => !inserted.has(keyOf(insertion)))
  const [first] = left
  if (
    first &&
    (await freeIds(
      tx,
      first.target.project,
      left.map(({ id }) => id),
    ))
  )
    await insert(left)
  return inserted
}

/** In the order in which they were given, which is the order of the list. */
async function insertRows(
  tx: Db,
  topic: TopicRow,
  insertions: readonly Insertion[],
): Promise<(SubscriberRow & { target: number })[]> {
  if (insertions.length === 0) return []
  const column = <Value>(value: (target: HeldTarget) => Value) =>
    insertions.map(({ target }) => value(target))
  const { rows } = await sql<SubscriberRow & { target: number }>`
    insert into subscribers (project, id, topic, target, user_seq, type)
    select project, id, ${topic.seq}, target, user_seq, type
    from unnest(
      ${column(({ project }) => project)}::int8[],
      ${insertions.map(({ id }) => id)}::text[],
      ${column(({ seq }) => seq)}::int8[],
      ${column(({ user_seq }) => user_seq)}::int8[],
      ${column(({ type }) => type)}::text[]
    ) with ordinality as wanted(project, id, target, user_seq, type, place)
    order by place
    on conflict do nothing
    returning ${sql.join(subscriberColumns.map((name) => sql.ref(name)))}, target
  `.execute(tx)
  return rows
}

/** Of two rows that want the same, the second finds it taken. */
function takeAdded(
  inserted: Map<string, SubscriberRow>,
  insertion: Insertion,
  topicId: string,
): SubscriberBatchResult | undefined {
  const subscriber = inserted.get(keyOf(insertion))
  if (!subscriber) return undefined
  inserted.delete(keyOf(insertion))
  const { target } = insertion
  const user = { id: target.user_id, name: target.user_name }
  return { status: 'added', subscriber: toSubscriber({ subscriber, target, user, topicId }), error: null }
}

/** By the ids of their targets. */
async function subscribersOf(
  tx: Db,
  topic: TopicRow,
  wanted: readonly Insertion[],
): Promise<Map<string, Subscriber>> {
  if (wanted.length === 0) return new Map()
  const targets = wanted.map(({ target }) => target.seq)
  const found = await findInTopic(tx, topic, sql`s.target = any(${targets}::int8[])`)
  return new Map(found.map((subscriber) => [subscriber.targetId, subscriber]))
}

function alreadyThere(subscriber: Subscriber | undefined): SubscriberBatchResult {
  const message = subscriber
    ? 'The target is subscribed already.'
    : 'There is a subscriber with this id already.'
  return {
    status: 'failed',
    subscriber: subscriber ?? null,
    error: { type: 'subscriber_already_exists', message },
  }
}

function failed(type: 'subscriber_not_found' | 'user_target_not_found'): SubscriberBatchResult {
  return { status: 'failed', subscriber: null, error: { type, message: new Refusal(type).message } }
}

const thatWere = (status: 'added' | 'removed', results: readonly SubscriberBatchResult[]): Subscriber[] =>
  results.flatMap((result) => (result.status === status && result.subscriber ? [result.subscriber] : []))

function difference(added: readonly Subscriber[], removed: readonly Subscriber[]): Totals {
  const [more, less] = [added, removed].map((some) =>
    countByType(some.map(({ providerType: type }) => ({ type }))),
  )
  const of = (type: ChannelType) => (more?.[type] ?? 0) - (less?.[type] ?? 0)
  return { email: of('email'), sms: of('sms'), push: of('push') }
}

/** The totals that moved, and who: of many the first ones. */
function told(
  added: readonly Subscriber[],
  removed: readonly Subscriber[],
  failedTotal: number,
  after: Totals,
): Changes {
  const moved = difference(added, removed)
  const totals = channelTypes
    .filter((type) => moved[type] !== 0)
    .map((type) => [`${type}Total`, [after[type] - moved[type], after[type]]] as const)
  const ids = (some: readonly Subscriber[]) => [null, some.map(({ $id }) => $id)] as const
  return {
    ...Object.fromEntries(totals),
    ...(added.length > 0 ? { added: ids(added) } : {}),
    ...(removed.length > 0 ? { removed: ids(removed) } : {}),
    ...(failedTotal > 0 ? { failed: [null, failedTotal] as const } : {}),
  }
}

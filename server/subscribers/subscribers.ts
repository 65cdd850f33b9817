// Subscribers: targets in topics.
import { type SqlBool, sql } from 'kysely'
import type { Subscriber, SubscriberDraft } from '../../contract/subscribers.ts'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { hasAnyRole } from '../http/permissions.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { findTarget, type TargetRow } from '../targets/target.ts'
import { existingTopic, type TopicRow } from '../topics/topics.ts'
import { changeTotals, countByType, takeFromTotals } from '../topics/totals.ts'
import { holdOwner } from '../users/find-user.ts'
import { findInTopic, openTo, type SubscriberRow, subscriberColumns, toSubscriber } from './subscriber.ts'

/**
 * An end user has to be let in by the topic, and subscribes what is his: another person's target is none to him.
 *
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
    const topic = await existingTopic(tx, project, topicId)
    if (!hasAnyRole(context.actor, topic.subscribe)) throw new Refusal('user_unauthorized')
    const user = await holdOwner(tx, project, draft.targetId)
    const isForeign = context.actor.type === 'user' && user?.seq !== context.actor.seq
    const target = user && !isForeign && (await findTarget(tx, project, draft.targetId))
    // One that was made since, of somebody else, is not held.
    if (!target || target.user_seq !== user.seq) throw new Refusal('user_target_not_found')
    const subscriber = await insertSubscriber(tx, chosenId(draft.subscriberId), topic, target)
    if (!subscriber) throw new Refusal('subscriber_already_exists')
    if (!(await changeTotals(tx, topic.seq, countByType([target])))) throw new Refusal('topic_not_found')
    await recordActivity(tx, context, {
      event: 'subscriber.create',
      resource: `subscriber/${subscriber.id}`,
    })
    return toSubscriber({ subscriber, target, user, topicId })
  })
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
      .returning(subscriberColumns)
      .executeTakeFirst()
  return (await insert()) ?? ((await freeIds(tx, project, [id])) ? insert() : undefined)
}

/** A deleted topic's subscribers are swept away little by little; these have to go at once. */
export async function freeIds(tx: Db, project: number, ids: readonly string[]): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('subscribers as s')
    .using('topics as t')
    .whereRef('t.seq', '=', 's.topic')
    .where('t.deleted_at', 'is not', null)
    .where('s.project', '=', project)
    .where('s.id', '=', sql<string>`any(${[...ids]}::text[])`)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function getSubscriber(
  { db, project: { seq: project }, actor }: ProjectContext,
  topicId: string,
  id: string,
): Promise<Subscriber> {
  const topic = await existingTopic(db, project, topicId)
  const which = sql<SqlBool>`s.project = ${project} and s.id = ${id} and ${openTo(actor)}`
  const [subscriber] = await findInTopic(db, topic, which)
  if (!subscriber) throw new Refusal('subscriber_not_found')
  return subscriber
}

export async function deleteSubscriber(context: ProjectContext, topicId: string, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const topic = await existingTopic(tx, context.project.seq, topicId)
    const removed = await tx
      .deleteFrom('subscribers as s')
      .where('s.project', '=', context.project.seq)
      .where('s.id', '=', id)
      .where('s.topic', '=', topic.seq)
      .where(openTo(context.actor))
      .returning([
        'topic',
        'type',
        'user_seq',
        sql<string>`(select id from targets t where t.seq = s.target)`.as('target_id'),
      ])
      .executeTakeFirst()
    if (!removed) throw new Refusal('subscriber_not_found')
    await takeFromTotals(tx, [removed])
    await recordActivity(tx, context, {
      event: 'subscriber.delete',
      resource: `subscriber/${id}`,
      // The subscriber is gone: who it was is told by this alone.
      changes: { topicId: [topicId, null], targetId: [removed.target_id, null] },
      person: removed.user_seq,
    })
  })
}

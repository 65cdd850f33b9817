// Lists of subscribers: of one topic, and of all.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import { channelTypes } from '../../contract/resource.ts'
import type { Subscriber } from '../../contract/subscribers.ts'
import type { Db } from '../db/database.ts'
import { type ListSpec, listRows, type SearchTerms } from '../http/query/list.ts'
import { allOf, anyBeginsWith, anyOf } from '../http/query/sql-parts.ts'
import { existingTopic } from '../topics/topics.ts'
import { countAllSubscribers } from '../topics/totals.ts'
import { type JoinedRow, joined, joinedColumns, ofJoinedRow } from './subscriber.ts'

type Page = { total: number; subscribers: Subscriber[] }

export async function listSubscribers(
  db: Db,
  project: number,
  topicId: string,
  input: ListQuery,
): Promise<Page> {
  const topic = await existingTopic(db, project, topicId)
  const { total, rows } = await listRows<JoinedRow>(db, subscriberRows(project, topic.seq), {
    project,
    where: sql`s.topic = ${topic.seq}`,
    input,
    knownTotal: async () => topic.email_total + topic.sms_total + topic.push_total,
  })
  return { total, subscribers: rows.map(ofJoinedRow) }
}

export async function listSubscribersEverywhere(db: Db, project: number, input: ListQuery): Promise<Page> {
  const { total, rows } = await listRows<JoinedRow>(db, subscriberRows(project), {
    project,
    where: sql`tp.deleted_at is null`,
    input,
    knownTotal: () => countAllSubscribers(db, project),
  })
  return { total, subscribers: rows.map(ofJoinedRow) }
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

/** Of one topic or of all, because a search is answered from there: see `searchIn`. */
function subscriberRows(project: number, topic?: number): ListSpec {
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
  topic: number | undefined,
  { tsquery, identifiers, words }: SearchTerms,
): RawBuilder<SqlBool> {
  const ids = sql`any(${[...words]}::text[])`
  const inTopic = topic === undefined ? undefined : sql<SqlBool>`x.topic = ${topic}`
  const subscribed = (to: RawBuilder<unknown>) => sql`
    select x.seq from ${to} where ${allOf([inTopic])}`
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

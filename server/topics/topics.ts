// Topics: what people subscribe to.
import { type Selectable, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { Topic, TopicChange, TopicDraft } from '../../contract/topics.ts'
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { appNow } from '../db/now.ts'
import type { TopicTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'

const columns = [
  'seq',
  'project',
  'id',
  'name',
  'description',
  'subscribe',
  'email_total',
  'sms_total',
  'push_total',
  'created_at',
  'updated_at',
] as const

export type TopicRow = Pick<Selectable<TopicTable>, (typeof columns)[number]>

function toTopic(row: TopicRow): Topic {
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    name: row.name,
    description: row.description,
    emailTotal: row.email_total,
    smsTotal: row.sms_total,
    pushTotal: row.push_total,
    subscribe: row.subscribe,
  }
}

export async function createTopic(context: ProjectContext, draft: TopicDraft): Promise<Topic> {
  try {
    return await transaction(context.db, async (tx) => {
      const row = await tx
        .insertInto('topics')
        .values({
          project: context.project.seq,
          id: chosenId(draft.topicId),
          name: draft.name,
          description: draft.description ?? '',
          subscribe: draft.subscribe,
        })
        .returning(columns)
        .executeTakeFirstOrThrow()
      await recordActivity(tx, context, { event: 'topic.create', resource: `topic/${row.id}` })
      return toTopic(row)
    })
  } catch (error) {
    if (isUniqueViolation(error, 'topics_id')) throw new Refusal('topic_already_exists')
    throw error
  }
}

const asItIs = (id: string) => id

const topicRows: ListSpec = {
  from: sql`topics t`,
  select: sql.join(columns.map((column) => sql.ref(`t.${column}`))),
  project: sql`t.project`,
  seq: sql`t.seq`,
  byId: (id) => sql`t.id = ${id} and t.deleted_at is null`,
  attributes: {
    $id: { type: 'text', sql: sql`t.id`, exact: asItIs },
    $createdAt: { type: 'instant', sql: sql`t.created_at` },
    $updatedAt: { type: 'instant', sql: sql`t.updated_at` },
    $sequence: { type: 'number', sql: sql`t.seq` },
    name: { type: 'text', sql: sql`t.name` },
    description: { type: 'text', sql: sql`t.description` },
    emailTotal: { type: 'number', sql: sql`t.email_total` },
    smsTotal: { type: 'number', sql: sql`t.sms_total` },
    pushTotal: { type: 'number', sql: sql`t.push_total` },
    // Null where nobody is let in: so those can be asked for, which no member of an empty list could be.
    subscribe: { type: 'texts', sql: sql`nullif(t.subscribe, '{}')`, nullable: true },
  },
  search: ({ tsquery }) => (tsquery ? sql`t.search @@ ${tsquery}` : sql`false`),
}

export async function listTopics(
  db: Db,
  project: number,
  input: ListQuery,
): Promise<{ total: number; topics: Topic[] }> {
  const where = sql<boolean>`t.deleted_at is null`
  const { total, rows } = await listRows<TopicRow>(db, topicRows, { project, where, input })
  return { total, topics: rows.map(toTopic) }
}

export async function findTopic(db: Db, project: number, id: string): Promise<TopicRow | undefined> {
  return db
    .selectFrom('topics')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
}

/** Refuses where there is none. */
export async function existingTopic(db: Db, project: number, id: string): Promise<TopicRow> {
  const topic = await findTopic(db, project, id)
  if (!topic) throw new Refusal('topic_not_found')
  return topic
}

export async function topicNames(db: Db, project: number, ids: readonly string[]) {
  return db
    .selectFrom('topics')
    .select(['id', 'name'])
    .where('project', '=', project)
    .where('id', 'in', [...ids])
    .where('deleted_at', 'is', null)
    .execute()
}

export async function getTopic(db: Db, project: number, id: string): Promise<Topic> {
  return toTopic(await existingTopic(db, project, id))
}

export async function updateTopic(context: ProjectContext, id: string, change: TopicChange): Promise<Topic> {
  return transaction(context.db, async (tx) => {
    const before = await lockTopic(tx, context.project.seq, id)
    if (!before) throw new Refusal('topic_not_found')
    const after = await tx
      .updateTable('topics')
      .set({
        name: change.name ?? before.name,
        description: change.description ?? before.description,
        subscribe: change.subscribe ?? before.subscribe,
        updated_at: appNow,
      })
      .where('seq', '=', before.seq)
      .returning(columns)
      .executeTakeFirstOrThrow()
    const changes = changesBetween(toTopic(before), toTopic(after))
    await recordActivity(tx, context, { event: 'topic.update', resource: `topic/${id}`, changes })
    return toTopic(after)
  })
}

/** Not against those who subscribe just now: they refer to the row, and wait only to count. */
async function lockTopic(tx: Db, project: number, id: string): Promise<TopicRow | undefined> {
  return tx
    .selectFrom('topics')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Unreachable at once, and its id free; its subscribers are swept away later. */
export async function deleteTopic(context: ProjectContext, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const deleted = await tx
      .updateTable('topics')
      .set({ deleted_at: appNow })
      .where('project', '=', context.project.seq)
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning('name')
      .executeTakeFirst()
    if (!deleted) throw new Refusal('topic_not_found')
    const changes = { name: [deleted.name, null] as const }
    await recordActivity(tx, context, { event: 'topic.delete', resource: `topic/${id}`, changes })
  })
}

/** Of these ids, those that name no topic (any more). */
export async function missingTopics(db: Db, project: number, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('topics')
    .select('id')
    .where('project', '=', project)
    .where('id', 'in', [...ids])
    .where('deleted_at', 'is', null)
    .execute()
  const there = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => !there.has(id))
}

// A subscriber as it is stored, found and shown.
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Subscriber } from '../../contract/subscribers.ts'
import type { Db } from '../db/database.ts'
import type { SubscriberTable } from '../db/tables.ts'
import type { Actor } from '../http/context.ts'
import { yes } from '../http/query/sql-parts.ts'
import { toTarget } from '../targets/target.ts'
import type { TopicRow } from '../topics/topics.ts'

export const subscriberColumns = ['id', 'type', 'created_at', 'updated_at'] as const

export type SubscriberRow = Pick<Selectable<SubscriberTable>, (typeof subscriberColumns)[number]>

export type Parts = {
  readonly subscriber: SubscriberRow
  readonly target: Parameters<typeof toTarget>[0]
  readonly user: { readonly id: string; readonly name: string }
  readonly topicId: string
}

export function toSubscriber({ subscriber, target, user, topicId }: Parts): Subscriber {
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

/** A subscriber with its target (`t_…`), its person and its topic. */
export type JoinedRow = SubscriberRow & {
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

/** Each has all three. As left joins, those that nothing asks for are left away where rows are only counted. */
export function joined(project: number): RawBuilder<unknown> {
  return sql`subscribers s
    left join targets t on t.seq = s.target and t.project = ${project}
    left join users u on u.seq = s.user_seq and u.project = ${project}
    left join topics tp on tp.seq = s.topic and tp.project = ${project}`
}

export const joinedColumns = sql`s.id, s.type, s.created_at, s.updated_at,
  u.id as user_id, u.name as user_name, tp.id as topic_id,
  t.id as t_id, t.created_at as t_created_at, t.updated_at as t_updated_at, t.name as t_name,
  t.provider_id as t_provider_id, t.identifier as t_identifier, t.expired as t_expired`

export function ofJoinedRow(row: JoinedRow): Subscriber {
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

/** A condition on `subscribers s`: an end user sees and removes those of his own targets only. */
export function openTo(actor: Actor): RawBuilder<SqlBool> {
  return actor.type === 'user' ? sql`s.user_seq = ${actor.seq}` : yes
}

/** Those in a topic that a condition on `subscribers s` and what it is joined with finds. */
export async function findInTopic(
  db: Db,
  { project, seq }: Pick<TopicRow, 'project' | 'seq'>,
  which: RawBuilder<SqlBool>,
): Promise<Subscriber[]> {
  const { rows } = await sql<JoinedRow>`
    select ${joinedColumns} from ${joined(project)} where s.topic = ${seq} and ${which}
  `.execute(db)
  return rows.map(ofJoinedRow)
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

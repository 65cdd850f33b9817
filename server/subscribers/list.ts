// Lists of subscribers: of one topic, and of all.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import { type ChannelType, channelTypes } from '../../contract/resource.ts'
import type { Subscriber } from '../../contract/subscribers.ts'
import type { Db } from '../db/database.ts'
import type { ProjectContext, UserActor } from '../http/context.ts'
import { type ListOptions, type ListSpec, listRows, type SearchTerms, walkRows } from '../http/query/list.ts'
import type { Condition } from '../http/query/parse.ts'
import { allOf, anyBeginsWith, anyOf, yes } from '../http/query/sql-parts.ts'
import { existingTopic, type TopicRow } from '../topics/topics.ts'
import { countAllSubscribers } from '../topics/totals.ts'
import { type JoinedRow, joined, joinedColumns, ofJoinedRow } from './subscriber.ts'

type Page = { total: number; subscribers: Subscriber[] }

type Asking = Pick<ProjectContext, 'db' | 'actor'> & { readonly project: { readonly seq: number } }

/** An end user has those of his own targets. */
export async function listSubscribers(
  { db, project: { seq: project }, actor }: Asking,
  topicId: string,
  input: ListQuery,
): Promise<Page> {
  const topic = await existingTopic(db, project, topicId)
  const { list, where } = listInTopic(project, topic.seq, actor)
  const totals = actor.type === 'user' ? {} : totalsOf(topic)
  const { total, rows } = await listRows<JoinedRow>(db, list, { project, where, input, ...totals })
  return { total, subscribers: rows.map(ofJoinedRow) }
}

/** All of them, some at a time: for a file. */
export async function* walkSubscribers(
  { db, project: { seq: project }, actor }: Asking,
  topicId: string,
  input: ListQuery,
): AsyncGenerator<Subscriber[], void> {
  const topic = await existingTopic(db, project, topicId)
  const { list, where } = listInTopic(project, topic.seq, actor)
  for await (const rows of walkRows<JoinedRow>(db, list, { project, where, input }))
    yield rows.map(ofJoinedRow)
}

function listInTopic(project: number, topic: number, actor: Asking['actor']) {
  return actor.type === 'user'
    ? { list: subscribersOfUser(project, actor), where: sql<SqlBool>`s.topic = ${topic}` }
    : { list: subscriberRows(project, topic), where: yes }
}

/** What the topic counts, so that nobody has to. */
function totalsOf(topic: TopicRow): Pick<ListOptions, 'knownTotal' | 'knownTotalOf'> {
  return {
    knownTotal: async () => countOf(topic, channelTypes),
    knownTotalOf: (conditions) => {
      const types = typesAsked(conditions)
      return types && countOf(topic, types)
    },
  }
}

export async function listSubscribersEverywhere(db: Db, project: number, input: ListQuery): Promise<Page> {
  const { total, rows } = await listRows<JoinedRow>(db, subscriberRows(project), {
    project,
    where: ofLivingTopics,
    input,
    knownTotal: () => countAllSubscribers(db, project),
  })
  return { total, subscribers: rows.map(ofJoinedRow) }
}

export async function* walkSubscribersEverywhere(
  db: Db,
  project: number,
  input: ListQuery,
): AsyncGenerator<Subscriber[], void> {
  const options = { project, where: ofLivingTopics, input }
  for await (const rows of walkRows<JoinedRow>(db, subscriberRows(project), options))
    yield rows.map(ofJoinedRow)
}

const ofLivingTopics = sql<SqlBool>`tp.deleted_at is null`

const asItIs = (id: string) => id

const attributes: ListSpec['attributes'] = {
  $id: { type: 'text', sql: sql`s.id`, exact: asItIs },
  $createdAt: { type: 'instant', sql: sql`s.created_at` },
  $updatedAt: { type: 'instant', sql: sql`s.updated_at` },
  $sequence: { type: 'number', sql: sql`s.seq` },
  targetId: { type: 'text', sql: sql`t.id`, exact: asItIs },
  topicId: { type: 'text', sql: sql`tp.id`, exact: asItIs },
  userId: { type: 'text', sql: sql`u.id`, exact: asItIs },
  providerType: { type: 'text', sql: sql`s.type`, exact: (type) => type.toLowerCase() },
}

function countOf(topic: TopicRow, types: readonly ChannelType[]): number {
  return types.reduce((sum, type) => sum + topic[`${type}_total`], 0)
}

/** The types that are asked for, where nothing else is. */
function typesAsked(conditions: readonly Condition[]): ChannelType[] | undefined {
  const [condition, ...others] = conditions
  if (condition?.kind !== 'filter' || others.length > 0) return undefined
  if (condition.method !== 'equal' || condition.attribute !== 'providerType') return undefined
  return typesAmong(condition.values.map(String))
}

/** Of one topic or of all, because what is searched for by index is looked up there first. */
function subscriberRows(project: number, topic?: number): ListSpec {
  return {
    from: joined(project),
    select: joinedColumns,
    project: sql`s.project`,
    seq: sql`s.seq`,
    within:
      topic === undefined
        ? { column: sql`s.project`, value: project }
        : { column: sql`s.topic`, value: topic },
    byId: (id) => sql`s.id = ${id}`,
    attributes,
    search: meets,
    found: (terms) => foundIn(project, topic, terms),
  }
}

/** They are few: a search asks one after the other. Another person's is no cursor either. */
function subscribersOfUser(project: number, user: UserActor): ListSpec {
  const { found: _, ...rows } = subscriberRows(project)
  return {
    ...rows,
    within: { column: sql`s.user_seq`, value: user.seq },
    byId: (id) => sql`s.id = ${id} and s.user_seq = ${user.seq}`,
  }
}

/** By the ids of subscriber, target and person, the target's identifier, the person's name, and the type. */
function meets({ tsquery, identifiers, words }: SearchTerms): RawBuilder<SqlBool> {
  const ids = sql`any(${[...words]}::text[])`
  const types = typesAmong(words)
  return anyOf([
    tsquery && sql<SqlBool>`u.search @@ ${tsquery}`,
    words.length > 0 ? sql`s.id = ${ids} or t.id = ${ids} or u.id = ${ids}` : undefined,
    anyBeginsWith(sql`t.identifier_key`, identifiers),
    types.length > 0 ? sql`s.type = any(${types}::text[])` : undefined,
  ])
}

const typesAmong = (words: readonly string[]) =>
  channelTypes.filter((type) => words.some((word) => word.toLowerCase() === type))

/** The same: each is looked up in its own table, and only then is asked who of those subscribes. */
function foundIn(
  project: number,
  topic: number | undefined,
  { tsquery, identifiers, words }: SearchTerms,
): RawBuilder<unknown>[] {
  const ids = sql`any(${[...words]}::text[])`
  const types = typesAmong(words)
  const living =
    topic === undefined
      ? sql`join topics tp on tp.seq = x.topic and tp.project = ${project} and tp.deleted_at is null`
      : sql``
  const find = (from: RawBuilder<unknown>, which: RawBuilder<SqlBool>) => sql`
    select x.seq from ${from} ${living} where ${allOf([topic === undefined ? undefined : sql`x.topic = ${topic}`, which])}`
  const ofTargets = (which: RawBuilder<SqlBool>) =>
    find(sql`targets t join subscribers x on x.target = t.seq`, sql`t.project = ${project} and ${which}`)
  const ofUsers = (which: RawBuilder<SqlBool>) =>
    find(sql`users u join subscribers x on x.user_seq = u.seq`, sql`u.project = ${project} and ${which}`)
  const byId = () => [
    find(sql`subscribers x`, sql`x.project = ${project} and x.id = ${ids}`),
    ofTargets(sql`t.id = ${ids}`),
    ofUsers(sql`u.id = ${ids}`),
  ]
  return [
    words.length > 0 ? byId() : [],
    tsquery ? ofUsers(sql`u.search @@ ${tsquery}`) : [],
    identifiers.length > 0 ? ofTargets(anyBeginsWith(sql`t.identifier_key`, identifiers)) : [],
    types.length > 0
      ? find(sql`subscribers x`, sql`x.project = ${project} and x.type = any(${types}::text[])`)
      : [],
  ].flat()
}

// The ledger as a list: its columns, and how each filter finds its rows by an index that has them in order.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type ChannelType, channelTypes } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import type { ListSpec } from '../http/query/list.ts'
import { no } from '../http/query/sql-parts.ts'
import { listedTogether, readDeliveryId, roleCodes, stateCodes } from './ledger.ts'

export type DeliveryRow = {
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
const createdAt = sql`d.created_at`

/** What filters name, found beforehand: only of a value that it sees can the planner tell whether it is rare. */
export type Named = {
  readonly providers: ReadonlyMap<string, number>
  /** The messages of types that have few. */
  readonly messagesOf: ReadonlyMap<string, readonly number[]>
}

const few = 1000

/** Looks up what these queries may be about. */
export async function findNamed(db: Db, project: number, texts: readonly string[]): Promise<Named> {
  const isAbout = (attribute: string) => texts.some((text) => text.includes(attribute))
  return {
    providers: isAbout('providerId') ? await providersOf(db, project) : new Map(),
    messagesOf: isAbout('providerType') ? await fewMessagesByType(db, project) : new Map(),
  }
}

async function providersOf(db: Db, project: number): Promise<Map<string, number>> {
  const rows = await db.selectFrom('providers').select(['id', 'seq']).where('project', '=', project).execute()
  return new Map(rows.map(({ id, seq }) => [id, seq]))
}

async function fewMessagesByType(db: Db, project: number): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ type: string; seqs: number[] }>`
    select type, array(
      select seq from messages m where m.project = ${project} and m.type = types.type limit ${few + 1}
    ) as seqs
    from unnest(${[...channelTypes]}::text[]) as types(type)
  `.execute(db)
  return new Map(rows.flatMap(({ type, seqs }) => (seqs.length > few ? [] : [[type, seqs]])))
}

export function deliveryList(
  project: number,
  named: Named = { providers: new Map(), messagesOf: new Map() },
): ListSpec {
  return {
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
    seq: [{ instant: createdAt }, sql`d.message`, sql`d.n`],
    parts: { attribute: 'status', groups: listedTogether },
    byId: (id) => {
      const key = readDeliveryId(id)
      return key && sql<SqlBool>`d.message = ${key.message} and d.n = ${key.n}`
    },
    attributes: {
      $sequence: { type: 'number', sql: sql`d.n` },
      $createdAt: { type: 'instant', sql: createdAt },
      $updatedAt: { type: 'instant', sql: sql`d.updated_at` },
      messageId: { type: 'text', sql: sql`m.id`, exact: asItIs, equal: ofMessages(project) },
      status: { type: 'text', sql: sql`d.state`, codes: stateCodes },
      role: { type: 'text', sql: sql`d.role`, codes: roleCodes },
      providerId: {
        type: 'text',
        sql: sql`p.id`,
        exact: asItIs,
        nullable: true,
        equal: ofProviders(named),
      },
      providerType: { type: 'text', sql: sql`m.type`, exact: lowerCase, equal: ofTypes(named) },
      userId: { type: 'text', sql: sql`u.id`, exact: asItIs, nullable: true, equal: ofUsers(project) },
      targetId: { type: 'text', sql: sql`t.id`, exact: asItIs, nullable: true, equal: ofTargets(project) },
      identifier: { type: 'text', sql: sql`d.identifier_key`, exact: lowerCase },
      attempts: { type: 'number', sql: sql`d.attempts` },
      sentAt: { type: 'instant', sql: sql`d.sent_at`, nullable: true },
      'error.code': { type: 'text', sql: sql`d.error_code`, exact: asItIs, nullable: true },
    },
  }
}

type Found = (ids: readonly string[]) => RawBuilder<SqlBool>

const ofMessages =
  (project: number): Found =>
  (ids) => {
    const named = sql`from messages where project = ${project} and id = any(${ids}::text[]) and deleted_at is null`
    return sql`${isOneOf(sql`d.message`, sql`seq ${named}`, ids)} and ${isOneOf(createdAt, sql`started_at ${named}`, ids)}`
  }

/** No provider has the number 0: it stands for none. */
const ofProviders =
  ({ providers }: Named): Found =>
  (ids) => {
    const seqs = ids.flatMap((id) => providers.get(id) ?? [])
    if (seqs.length === 0) return no
    return seqs.length === 1 ? sql`d.provider = ${seqs[0]}::int8` : sql`d.provider = any(${seqs}::int8[])`
  }

const ofTypes =
  ({ messagesOf }: Named): Found =>
  (words) => {
    const types = words.map(lowerCase)
    const isOfType = sql<SqlBool>`m.type = any(${types}::text[])`
    const known = types.map((type) => messagesOf.get(type))
    return known.every((seqs) => seqs !== undefined)
      ? sql`${isOfType} and d.message = any(${known.flat()}::int8[])`
      : isOfType
  }

const ofUsers =
  (project: number): Found =>
  (ids) =>
    isOneOf(sql`d.user_seq`, sql`seq from users where project = ${project} and id = any(${ids}::text[])`, ids)

/** Rows are found by the person, since a target belongs to one for good. */
const ofTargets =
  (project: number): Found =>
  (ids) => {
    const named = sql`from targets where project = ${project} and id = any(${ids}::text[])`
    return sql`${isOneOf(sql`d.target`, sql`seq ${named}`, ids)} and ${isOneOf(sql`d.user_seq`, sql`user_seq ${named}`, ids)}`
  }

/** For one value an equation, behind which an index keeps its order. */
function isOneOf(
  column: RawBuilder<unknown>,
  query: RawBuilder<unknown>,
  values: readonly string[],
): RawBuilder<SqlBool> {
  return values.length === 1
    ? sql`${column} = (select ${query})`
    : sql`${column} = any(array(select ${query}))`
}

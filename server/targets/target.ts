// A target as it is stored, found, listed and shown.
import { type Selectable, sql } from 'kysely'
import type { ChannelType } from '../../contract/resource.ts'
import type { Target } from '../../contract/targets.ts'
import type { Db } from '../db/database.ts'
import type { TargetTable } from '../db/tables.ts'
import type { ListSpec } from '../http/query/list.ts'

export type TargetRow = Selectable<TargetTable>

type ShownColumns = Pick<
  TargetRow,
  'id' | 'created_at' | 'updated_at' | 'name' | 'provider_id' | 'type' | 'identifier' | 'expired'
>

export function toTarget(row: ShownColumns, userId: string): Target {
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    name: row.name,
    userId,
    providerId: row.provider_id,
    providerType: row.type,
    identifier: row.identifier,
    expired: row.expired,
  }
}

/** The form in which identifiers are compared; unique in a project. */
export function identifierKey(type: ChannelType, identifier: string): string {
  return type === 'email' ? identifier.toLowerCase() : identifier
}

/** Where the type is not known: an address has an @, and all else is compared as it stands. */
export function keyOfAny(identifier: string): string {
  return identifier.includes('@') ? identifier.toLowerCase() : identifier
}

export async function findTarget(db: Db, project: number, id: string): Promise<TargetRow | undefined> {
  return db
    .selectFrom('targets')
    .selectAll()
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The person whose target this is, by his `seq`. */
export async function ownerOf(db: Db, project: number, key: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('targets')
    .select('user_seq')
    .where('project', '=', project)
    .where('identifier_key', '=', key)
    .executeTakeFirst()
  return row?.user_seq
}

/** Of these ids, those that name no target of the type. */
export async function notTargets(
  db: Db,
  project: number,
  type: ChannelType,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('targets')
    .select('id')
    .where('project', '=', project)
    .where('type', '=', type)
    .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute()
  const found = new Set(rows.map((row) => row.id))
  return new Set(ids.filter((id) => !found.has(id)))
}

/** The targets of several people by the people's `seq`, the oldest first. */
export async function targetsOfUsers(db: Db, users: readonly number[]): Promise<Map<number, TargetRow[]>> {
  const rows = await db
    .selectFrom('targets')
    .selectAll()
    .where('user_seq', '=', sql<number>`any(${[...users]}::int8[])`)
    .orderBy('user_seq')
    .orderBy('seq')
    .execute()
  const targets = new Map<number, TargetRow[]>(users.map((user) => [user, []]))
  for (const row of rows) targets.get(row.user_seq)?.push(row)
  return targets
}

export type ListedTarget = TargetRow & { readonly user_id: string }

const asItIs = (id: string) => id

export const targetRows: ListSpec = {
  from: sql`targets t join users u on u.seq = t.user_seq`,
  select: sql`t.*, u.id as user_id`,
  project: sql`t.project`,
  seq: sql`t.seq`,
  byId: (id) => sql`t.id = ${id}`,
  attributes: {
    $id: { type: 'text', sql: sql`t.id`, exact: asItIs },
    $createdAt: { type: 'instant', sql: sql`t.created_at` },
    $updatedAt: { type: 'instant', sql: sql`t.updated_at` },
    $sequence: { type: 'number', sql: sql`t.seq` },
    userId: { type: 'text', sql: sql`u.id`, exact: asItIs },
    providerId: { type: 'text', sql: sql`t.provider_id`, exact: asItIs, nullable: true },
    providerType: { type: 'text', sql: sql`t.type` },
    identifier: { type: 'text', sql: sql`t.identifier_key`, exact: keyOfAny },
  },
}

// Administrators: who they are, which role each has, and that one owner at least stays.
import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Administrator, ListedAdministrator } from '../../contract/console.ts'
import type { ListQuery } from '../../contract/lists.ts'
import type { Role } from '../../contract/roles.ts'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import type { AdministratorTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import type { ConsoleContext } from '../http/context.ts'
import { generateId } from '../http/id.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { hashPassword } from '../sign-in/passwords.ts'

export type AdministratorRow = Selectable<AdministratorTable>

export function toAdministrator(row: AdministratorRow): Administrator {
  return { $id: row.id, $createdAt: row.created_at, email: row.email, name: row.name, role: row.role }
}

export async function hasAdministrators(db: Db): Promise<boolean> {
  return (await db.selectFrom('administrators').select('seq').limit(1).executeTakeFirst()) !== undefined
}

export async function findAdministrator(db: Db, id: string): Promise<AdministratorRow | undefined> {
  return db.selectFrom('administrators').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Nobody else changes him until the transaction ends. Undefined where he is gone. */
export async function holdAdministrator(tx: Db, seq: number): Promise<AdministratorRow | undefined> {
  return tx
    .selectFrom('administrators')
    .selectAll()
    .where('seq', '=', seq)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

export async function findAdministratorByEmail(db: Db, email: string): Promise<AdministratorRow | undefined> {
  return db
    .selectFrom('administrators')
    .selectAll()
    .where((column) => column.fn<string>('lower', ['email']), '=', email.toLowerCase())
    .executeTakeFirst()
}

/** The oldest first. */
export async function listOwners(db: Db): Promise<AdministratorRow[]> {
  return db.selectFrom('administrators').selectAll().where('role', '=', 'owner').orderBy('seq').execute()
}

const administratorRows: ListSpec = {
  from: sql`administrators a`,
  select: sql`a.*`,
  project: sql`0::bigint`,
  seq: sql`a.seq`,
  byId: (id) => sql<SqlBool>`a.id = ${id}`,
  attributes: {
    $id: { type: 'text', sql: sql`a.id`, exact: (id) => id },
    $createdAt: { type: 'instant', sql: sql`a.created_at` },
    $sequence: { type: 'number', sql: sql`a.seq` },
    name: { type: 'text', sql: sql`a.name` },
    email: { type: 'text', sql: sql`a.email` },
    role: { type: 'text', sql: sql`a.role`, exact: (role) => role },
    lastSignedInAt: { type: 'instant', sql: sql`a.last_signed_in_at`, nullable: true },
  },
}

export async function listAdministrators(
  db: Db,
  input: ListQuery,
): Promise<{ total: number; administrators: ListedAdministrator[] }> {
  const { total, rows } = await listRows<AdministratorRow>(db, administratorRows, { project: 0, input })
  return {
    total,
    administrators: rows.map((row) => ({ ...toAdministrator(row), lastSignedInAt: row.last_signed_in_at })),
  }
}

/** Takes effect with the next request: sessions do not keep a role of their own. */
export async function changeRole(context: ConsoleContext, id: string, role: Role): Promise<Administrator> {
  return transaction(context.db, async (tx) => {
    const before = await lockAdministrator(tx, id)
    if (role !== 'owner') await refuseLastOwner(tx, before)
    const after = await tx
      .updateTable('administrators')
      .set({ role, updated_at: appNow })
      .where('seq', '=', before.seq)
      .returningAll()
      .executeTakeFirstOrThrow()
    const changes = before.role === role ? {} : { role: [before.role, role] as const }
    const resource = `administrator/${id}`
    await recordActivity(tx, context, { event: 'administrator.update', resource, changes })
    return toAdministrator(after)
  })
}

/** His sessions and links go with him. */
export async function deleteAdministrator(context: ConsoleContext, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const before = await lockAdministrator(tx, id)
    await refuseLastOwner(tx, before)
    await tx.deleteFrom('administrators').where('seq', '=', before.seq).execute()
    const changes = { name: [before.name || before.email, null], role: [before.role, null] } as const
    await recordActivity(tx, context, {
      event: 'administrator.delete',
      resource: `administrator/${id}`,
      changes,
    })
  })
  if (context.actor.type === 'admin' && context.actor.id === id) context.endSession()
}

/** With all owners, in one order: of two who remove each other at once the second sees what the first has done. */
async function lockAdministrator(tx: Db, id: string): Promise<AdministratorRow> {
  const rows = await tx
    .selectFrom('administrators')
    .selectAll()
    .where((row) => row.or([row('role', '=', 'owner'), row('id', '=', id)]))
    .orderBy('seq')
    .forUpdate()
    .execute()
  const found = rows.find((row) => row.id === id)
  if (!found) throw new Refusal('administrator_not_found')
  return found
}

async function refuseLastOwner(tx: Db, { seq, role }: AdministratorRow): Promise<void> {
  if (role !== 'owner') return
  const owners = await listOwners(tx)
  if (owners.every((owner) => owner.seq === seq)) throw new Refusal('administrator_last_owner')
}

type NewAdministrator = {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly passwordHash: string
}

export async function insertAdministrator(
  tx: Db,
  { email, name, role, passwordHash }: NewAdministrator,
): Promise<AdministratorRow> {
  return tx
    .insertInto('administrators')
    .values({ id: generateId(), email, name, role, password_hash: passwordHash })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function setPassword(tx: Db, seq: number, passwordHash: string): Promise<AdministratorRow> {
  return tx
    .updateTable('administrators')
    .set({ password_hash: passwordHash, updated_at: appNow })
    .where('seq', '=', seq)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function noteSignIn(tx: Db, seq: number): Promise<void> {
  await tx.updateTable('administrators').set({ last_signed_in_at: appNow }).where('seq', '=', seq).execute()
}

/** Makes sure that an owner with this address exists; the password of one who does is left as it is. */
export async function ensureOwner(
  db: Db,
  { email, password }: { email: string; password: string },
): Promise<void> {
  if (await findAdministratorByEmail(db, email)) return
  const passwordHash = await hashPassword(password)
  await db
    .insertInto('administrators')
    .values({
      id: generateId(),
      email,
      name: '',
      role: 'owner',
      password_hash: passwordHash,
      updated_at: appNow,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

import type { Selectable } from 'kysely'
import type { Administrator } from '../../contract/console.ts'
import type { Role } from '../../contract/roles.ts'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import type { AdministratorTable } from '../db/tables.ts'
import { generateId } from '../http/id.ts'
import { hashPassword } from '../sign-in/passwords.ts'

export function toAdministrator(row: Selectable<AdministratorTable>): Administrator {
  return { $id: row.id, $createdAt: row.created_at, email: row.email, name: row.name, role: row.role }
}

export async function hasAdministrators(db: Db): Promise<boolean> {
  return (await db.selectFrom('administrators').select('seq').limit(1).executeTakeFirst()) !== undefined
}

export async function findAdministratorByEmail(db: Db, email: string) {
  return db
    .selectFrom('administrators')
    .selectAll()
    .where((column) => column.fn<string>('lower', ['email']), '=', email.toLowerCase())
    .executeTakeFirst()
}

type NewAdministrator = {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly passwordHash: string
}

export async function insertAdministrator(tx: Db, { email, name, role, passwordHash }: NewAdministrator) {
  return tx
    .insertInto('administrators')
    .values({ id: generateId(), email, name, role, password_hash: passwordHash })
    .returningAll()
    .executeTakeFirstOrThrow()
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

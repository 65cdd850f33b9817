// A person's row, found and held. Whoever changes somebody's targets or subscriptions locks in this order: the person, then
// targets, then subscribers, then topics by their `seq`. So no two of them ever wait for each other.
import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { UserTable } from '../db/tables.ts'

export const userColumns = [
  'seq',
  'project',
  'id',
  'name',
  'email',
  'phone',
  'password_updated_at',
  'status',
  'labels',
  'prefs',
  'email_verification',
  'phone_verification',
  'accessed_at',
  'created_at',
  'updated_at',
] as const

export type UserRow = Pick<Selectable<UserTable>, (typeof userColumns)[number]>

export async function findUser(db: Db, project: number, id: string): Promise<UserRow | undefined> {
  return db
    .selectFrom('users')
    .select(userColumns)
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What people are called: their names, else their addresses or numbers. */
export async function userNames(db: Db, project: number, ids: readonly string[]) {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'name', 'email', 'phone'])
    .where('project', '=', project)
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(({ id, name, email, phone }) => ({ id, name: name || email || phone }))
}

/** For who signs in: with the password's hash. */
export async function findUserByEmail(db: Db, project: number, email: string) {
  return (
    db
      .selectFrom('users')
      .select([...userColumns, 'password_hash'])
      .where('project', '=', project)
      // As the index has it.
      .where('email', '<>', '')
      .where(sql<SqlBool>`lower(email) collate "C" = ${email.toLowerCase()}`)
      .executeTakeFirst()
  )
}

/** For who changes the person, his targets or his subscriptions. */
export async function lockUser(tx: Db, project: number, id: string): Promise<UserRow | undefined> {
  return tx
    .selectFrom('users')
    .select(userColumns)
    .where('project', '=', project)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** For who subscribes a target: its person stays, and so does it, while others may subscribe targets of his as well. */
export async function holdOwner(
  tx: Db,
  project: number,
  targetId: string,
): Promise<Pick<UserRow, 'seq' | 'id' | 'name'> | undefined> {
  return tx
    .selectFrom('users')
    .select(['seq', 'id', 'name'])
    .where('seq', '=', (target) =>
      target
        .selectFrom('targets')
        .select('user_seq')
        .where('project', '=', project)
        .where('id', '=', targetId),
    )
    .forKeyShare()
    .executeTakeFirst()
}

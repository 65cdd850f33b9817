// Which deleted people still have to be taken out of the ledger and the activity.
import { type SqlBool, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { hasPassed, inSeconds } from '../db/now.ts'
import type { UserRow } from './find-user.ts'

/** In the transaction that deletes the person. */
export async function requestErasure(
  tx: Db,
  { project, seq }: Pick<UserRow, 'project' | 'seq'>,
): Promise<void> {
  await tx.insertInto('erasures').values({ project, user_seq: seq }).execute()
}

/** Asked each second, and mostly answered with no. */
export async function hasDueErasures(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('erasures')
    .select('seq')
    .where(hasPassed('due_at'))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export type Erasure = { readonly project: number; readonly person: number }

/** Locked until the transaction ends; those that others are at are left to them. */
export async function lockDueErasures(tx: Db, limit: number): Promise<Erasure[]> {
  return tx
    .selectFrom('erasures')
    .select(['project', 'user_seq as person'])
    .where(hasPassed('due_at'))
    .orderBy('due_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
}

/** What began before the deletion may still have written him into the ledger, so all is looked through once more. */
const lastLookSeconds = 300

/** These were looked through, and nothing was found of them: for good, where that was long enough after the deletion. */
export async function settleErasures(tx: Db, people: readonly number[]): Promise<void> {
  const these = sql<SqlBool>`user_seq = any(${[...people]}::int8[])`
  const isLate = sql<SqlBool>`created_at < app.now() - make_interval(secs => ${lastLookSeconds})`
  await tx.deleteFrom('erasures').where(these).where(isLate).execute()
  await tx
    .updateTable('erasures')
    .set({ due_at: inSeconds(lastLookSeconds + 1) })
    .where(these)
    .execute()
}

/** These have rows that are on their way just now. */
export async function postponeErasures(tx: Db, people: readonly number[], seconds: number): Promise<void> {
  await tx
    .updateTable('erasures')
    .set({ due_at: inSeconds(seconds) })
    .where(sql<SqlBool>`user_seq = any(${[...people]}::int8[])`)
    .execute()
}

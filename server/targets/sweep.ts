import { type SqlBool, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { isOlderThan } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import { recordSystemActivity } from '../logs/activity.ts'
import { removeSubscribers } from '../subscribers/removal.ts'
import { lockUser } from '../users/find-user.ts'

/** Days that an expired device can be made active again. */
const expiredDays = 180

/** Removes at most `limit` devices that expired long ago, and their subscriptions; returns how many. */
export async function sweepExpiredDevices(db: Db, limit: number): Promise<number> {
  const dead = await db
    .selectFrom('targets as t')
    .innerJoin('users as u', 'u.seq', 't.user_seq')
    .select(['t.seq', 't.project', 'u.id as user'])
    .where(sql<SqlBool>`t.expired`)
    .where('t.type', '=', 'push')
    .where(isOlderThan('t.updated_at', expiredDays * 24 * 3600))
    .orderBy('t.updated_at')
    .limit(limit)
    .execute()
  for (const { seq, project, user } of dead) await removeDevice(db, { seq, project, user })
  return dead.length
}

type Device = { readonly seq: number; readonly project: number; readonly user: string }

/** Unless it has been made active in the meantime. */
async function removeDevice(db: Db, { seq, project, user }: Device): Promise<void> {
  await transaction(db, async (tx) => {
    const owner = await lockUser(tx, project, user)
    const device = await tx
      .selectFrom('targets')
      .select('id')
      .where('seq', '=', seq)
      .where('expired', '=', true)
      .executeTakeFirst()
    if (!device || !owner) return
    await removeSubscribers(tx, { target: seq })
    await tx.deleteFrom('targets').where('seq', '=', seq).execute()
    const entry = { event: 'target.delete', resource: `target/${device.id}`, person: owner.seq }
    await recordSystemActivity(tx, project, entry)
  })
}

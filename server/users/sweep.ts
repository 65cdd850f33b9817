import type { Db } from '../db/database.ts'
import { hasPassed } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import { removeTargetsOfSession } from '../targets/push-targets.ts'
import { lockUser } from './find-user.ts'
import { deleteSession } from './sessions.ts'

/** Removes at most `limit` sessions whose time is up, and their devices; returns how many. */
export async function sweepEndedSessions(db: Db, limit: number): Promise<number> {
  const ended = await db
    .selectFrom('user_sessions as s')
    .innerJoin('users as u', 'u.seq', 's.user_seq')
    .select(['s.seq', 's.project', 'u.id as user'])
    .where(hasPassed('s.expires_at'))
    .orderBy('s.expires_at')
    .limit(limit)
    .execute()
  for (const { seq, project, user } of ended) {
    await transaction(db, async (tx) => {
      await lockUser(tx, project, user)
      await removeTargetsOfSession(tx, seq)
      await deleteSession(tx, seq)
    })
  }
  return ended.length
}

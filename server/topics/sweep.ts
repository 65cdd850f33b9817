import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { isOlderThan } from '../db/now.ts'
import { removeDeadSubscribers } from '../subscribers/removal.ts'

/**
 * Takes away what deleted topics left behind, at most `limit` rows at a time; returns whether there may be more. The topics
 * themselves go a minute later: who began to subscribe before the deletion may still refer to one.
 */
export async function sweepDeletedTopics(db: Db, limit: number): Promise<boolean> {
  if ((await removeDeadSubscribers(db, limit)) > 0) return true
  const { numAffectedRows = 0n } = await sql`
    delete from topics using (
      select seq from topics
      where ${isOlderThan('deleted_at', 60)} and not exists (select from subscribers s where s.topic = topics.seq)
      limit ${limit} for update skip locked
    ) empty
    where topics.seq = empty.seq
  `.execute(db)
  return numAffectedRows >= BigInt(limit)
}

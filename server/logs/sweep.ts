import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

/**
 * Takes away at most `limit` entries that their project keeps no longer; returns how many. Those of the installation are kept
 * as long as the project that keeps its own the longest.
 */
export async function sweepActivity(db: Db, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from activity where seq = any(array(
      select old.seq from (
        select seq as project, activity_days from projects
        union all
        select null, coalesce(max(activity_days), 14) from projects
      ) kept
      cross join lateral (
        (
          select a.seq from activity a
          where a.project = kept.project and a.created_at < app.now() - make_interval(days => kept.activity_days)
          order by a.created_at limit ${limit}
        )
        union all
        (
          select a.seq from activity a
          where kept.project is null and a.project is null
            and a.created_at < app.now() - make_interval(days => kept.activity_days)
          order by a.created_at limit ${limit}
        )
      ) old
      limit ${limit}
    ))
  `.execute(db)
  return Number(numAffectedRows)
}

// What was done to one thing, as Appwrite's lists of logs show it.
import { type Selectable, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { Log } from '../../contract/logs.ts'
import type { Db } from '../db/database.ts'
import type { ActivityTable } from '../db/tables.ts'
import { shortId } from '../http/id.ts'
import { limitAndOffset } from '../http/query/list.ts'
import { idOf, typeOf } from './activity.ts'
import { readAgent } from './agent.ts'

export type LoggedThing = {
  /** `topic/news` */
  readonly resource: string
  /** An earlier thing of the same id has its own past. */
  readonly since: string
}

/** Successful writes by somebody, the newest first; what was refused or done by the system is no part of this list. */
export async function listLogs(
  db: Db,
  project: number,
  { resource, since }: LoggedThing,
  { queries, total: counts }: Pick<ListQuery, 'queries' | 'total'>,
): Promise<{ total: number; logs: Log[] }> {
  const { limit, offset } = limitAndOffset(queries)
  const entries = db
    .selectFrom('activity')
    .where('project', '=', project)
    .where('resource_type', '=', typeOf(resource))
    .where('resource_id', '=', idOf(resource))
    .where('done', '=', true)
    .where('actor_type', '<>', 'system')
    .where('created_at', '>=', since)
  const rows = await entries.selectAll().orderBy('seq', 'desc').limit(limit).offset(offset).execute()
  const { total } = counts
    ? await entries.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()
    : { total: 0 }
  return { total, logs: rows.map((row) => toLog(row)) }
}

export type ActivityRow = Selectable<ActivityTable>

/** `name` is what the thing is called now. */
export function toLog(row: ActivityRow, name = ''): Log {
  return {
    $id: shortId(row.seq),
    event: row.event,
    userId: row.actor_id,
    userEmail: row.actor_email,
    userName: row.actor_name,
    mode: row.actor_type === 'admin' ? 'admin' : 'default',
    userType: row.actor_type,
    ip: row.ip,
    time: row.created_at,
    ...readAgent(row.agent),
    // No table of addresses and countries is shipped.
    countryCode: '--',
    countryName: 'Unknown',
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    resourceName: name,
    outcome: row.done ? 'done' : 'refused',
    reason: row.reason,
    changes: row.changes,
  }
}

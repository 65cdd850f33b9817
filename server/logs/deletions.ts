// What is gone, as far as the activity still tells.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

/** When the last thing of this id was deleted, as far as the activity still knows. */
export async function lastDeletion(
  db: Db,
  project: number,
  type: 'user' | 'target' | 'topic',
  id: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('activity')
    .select('created_at')
    .where('project', '=', project)
    .where('resource_type', '=', type)
    .where('resource_id', '=', id)
    .where('event', '=', `${type}.delete`)
    .where('done', '=', true)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.created_at
}

export type Unsubscription = { readonly targetId: string; readonly topicId: string; readonly at: string }

/** Whose targets left which of these topics, one by one, up to an instant or until now; the last first. */
export async function unsubscriptionsOf(
  db: Db,
  project: number,
  people: readonly number[],
  topics: readonly string[],
  until: string | null,
): Promise<Unsubscription[]> {
  if (people.length === 0 || topics.length === 0) return []
  const { rows } = await sql<Unsubscription>`
    select changes -> 'targetId' ->> 0 as "targetId", changes -> 'topicId' ->> 0 as "topicId", created_at as at
    from activity
    where person = any(${[...people]}::int8[]) and project = ${project} and event = 'subscriber.delete' and done
      and changes -> 'topicId' ->> 0 = any(${[...topics]}::text[])
      and created_at <= coalesce(${until}::timestamptz, app.now())
    order by seq desc limit 100
  `.execute(db)
  return rows
}

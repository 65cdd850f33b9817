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

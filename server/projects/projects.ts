// Projects: everything else is in one of them.
import { type Selectable, sql } from 'kysely'
import type * as z from 'zod'
import type { Project, projectChange } from '../../contract/console.ts'
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { appNow } from '../db/now.ts'
import { executePrepared } from '../db/prepared.ts'
import type { ProjectTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import type { ActiveProject, Caller, FoundProject, Services } from '../http/context.ts'
import { generateId } from '../http/id.ts'
import { Refusal, wrongParam } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'
import { recallMessagesOf } from '../messages/progress.ts'
import { deleteBucketsOf } from '../storage/buckets.ts'

export function toProject(row: Selectable<ProjectTable>): Project {
  return {
    $id: row.id,
    $createdAt: row.created_at,
    name: row.name,
    timeZone: row.time_zone,
    undoSeconds: row.undo_seconds,
    activityDays: row.activity_days,
    deliveryDays: row.delivery_days,
    allowedOrigins: row.allowed_origins,
  }
}

export async function listProjects(db: Db): Promise<Project[]> {
  const rows = await living(db).selectAll().orderBy('seq').execute()
  return rows.map(toProject)
}

export async function findProject(db: Db, id: string): Promise<FoundProject | undefined> {
  const query = living(db).select(['seq', 'id', 'allowed_origins as allowedOrigins']).where('id', '=', id)
  return (await executePrepared(db, 'findProject', query)).rows[0]
}

function living(db: Db) {
  return db.selectFrom('projects').where('deleted_at', 'is', null)
}

/** Whether pages of this origin may call any project: all that is known when a browser asks before it calls. */
export async function isOriginAllowed(db: Db, origin: string): Promise<boolean> {
  const found = await living(db)
    .select('seq')
    .where(sql<boolean>`${origin} = any(allowed_origins)`)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export async function firstProject(db: Db): Promise<ActiveProject | undefined> {
  return living(db).select(['seq', 'id']).orderBy('seq').limit(1).executeTakeFirst()
}

export async function projectNames(db: Db, project: number) {
  return db.selectFrom('projects').select(['id', 'name']).where('seq', '=', project).execute()
}

type NewProject = {
  readonly projectId?: string | undefined
  readonly name: string
  readonly timeZone: string
}

export async function insertProject(
  tx: Db,
  { projectId, name, timeZone }: NewProject,
): Promise<Selectable<ProjectTable>> {
  return tx
    .insertInto('projects')
    .values({ id: projectId ?? generateId(), name, time_zone: timeZone })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function createProject(context: Services & Caller, draft: NewProject): Promise<Project> {
  try {
    return await transaction(context.db, async (tx) => {
      const row = await insertProject(tx, draft)
      await recordActivity(
        tx,
        { ...context, project: row },
        { event: 'project.create', resource: `project/${row.id}` },
      )
      return toProject(row)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw wrongParam('projectId', 'there is a project with this id already')
    throw error
  }
}

export async function updateProject(
  context: Services & Caller,
  id: string,
  change: z.output<typeof projectChange>,
): Promise<Project> {
  return transaction(context.db, async (tx) => {
    const before = await living(tx).selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!before) throw new Refusal('project_not_found')
    const after = await tx
      .updateTable('projects')
      .set({
        name: change.name ?? before.name,
        time_zone: change.timeZone ?? before.time_zone,
        undo_seconds: change.undoSeconds ?? before.undo_seconds,
        activity_days: change.activityDays ?? before.activity_days,
        delivery_days: change.deliveryDays ?? before.delivery_days,
        allowed_origins: change.allowedOrigins ?? before.allowed_origins,
        updated_at: appNow,
      })
      .where('seq', '=', before.seq)
      .returningAll()
      .executeTakeFirstOrThrow()
    const changes = changesBetween(toProject(before), toProject(after))
    await recordActivity(
      tx,
      { ...context, project: before },
      { event: 'project.update', resource: `project/${id}`, changes },
    )
    return toProject(after)
  })
}

/**
 * Unreachable at once, and its id free; nothing of it is sent any more. What it holds is swept away later. The entry that tells
 * of it is the installation's, since the project's own go with it.
 */
export async function deleteProject(context: Services & Caller, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const deleted = await tx
      .updateTable('projects')
      .set({ deleted_at: appNow })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning(['seq', 'name'])
      .executeTakeFirst()
    if (!deleted) throw new Refusal('project_not_found')
    await recallMessagesOf(tx, deleted.seq)
    await deleteBucketsOf(tx, deleted.seq)
    const changes = { name: [deleted.name, null] as const }
    await recordActivity(tx, context, { event: 'project.delete', resource: `project/${id}`, changes })
  })
  context.nudge()
}

/** Makes sure that the project exists; a new one is called after its id and holds nothing. */
export async function ensureProject(db: Db, id: string): Promise<ActiveProject> {
  await db
    .insertInto('projects')
    .values({ id, name: id })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return living(db).select(['seq', 'id']).where('id', '=', id).executeTakeFirstOrThrow()
}

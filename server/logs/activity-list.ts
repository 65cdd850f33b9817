// The activity of a whole project.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { Log, LogValues } from '../../contract/logs.ts'
import { hasRole } from '../../contract/roles.ts'
import type { Db } from '../db/database.ts'
import type { ProjectContext } from '../http/context.ts'
import { seqOfShortId } from '../http/id.ts'
import { type ListSpec, listRows, walkRows } from '../http/query/list.ts'
import { Refusal } from '../http/refusal.ts'
import { type ActivityRow, toLog } from './logs.ts'
import { namesOfThings } from './names.ts'

/** The whole activity of a project, the newest first. */
export async function listActivity(
  context: ProjectContext,
  input: Omit<ListQuery, 'search'>,
): Promise<{ total: number; logs: Log[] }> {
  const { db, project } = context
  const spec = activityRows(context)
  const { total, rows } = await listRows<ActivityRow>(db, spec, { project: project.seq, input })
  return { total, logs: await named(context, rows) }
}

/** All of it, some at a time: for a file. */
export async function* walkActivity(
  context: ProjectContext,
  input: Omit<ListQuery, 'search'>,
): AsyncGenerator<Log[], void> {
  const options = { project: context.project.seq, input }
  for await (const rows of walkRows<ActivityRow>(context.db, activityRows(context), options)) {
    yield await named(context, rows)
  }
}

/** With what each thing is called now. */
async function named({ db, project }: ProjectContext, rows: readonly ActivityRow[]): Promise<Log[]> {
  const nameOf = await namesOfThings(db, project.seq, rows)
  return rows.map((row) => toLog(row, nameOf(row)))
}

export async function getActivity(context: ProjectContext, id: string): Promise<Log> {
  const { from, byId } = activityRows(context)
  const isIt = byId(id)
  if (!isIt) throw new Refusal('log_not_found')
  const { rows } = await sql<ActivityRow>`select a.* from ${from} where ${isIt}`.execute(context.db)
  const [log] = await named(context, rows)
  if (!log) throw new Refusal('log_not_found')
  return log
}

const asItIs = (text: string) => text

function activityRows(context: ProjectContext): ListSpec {
  return {
    from: sql`(${visible(context)}) a`,
    select: sql`a.*`,
    // What is selected from is nothing but the project's.
    project: sql`${context.project.seq}::bigint`,
    seq: sql`a.seq`,
    byId: (id) => {
      const seq = seqOfShortId(id)
      return seq === undefined ? undefined : sql<SqlBool>`a.seq = ${seq}`
    },
    newestFirst: true,
    attributes: {
      $createdAt: { type: 'instant', sql: sql`a.created_at` },
      $sequence: { type: 'number', sql: sql`a.seq` },
      time: { type: 'instant', sql: sql`a.created_at` },
      event: { type: 'text', sql: sql`a.event`, exact: asItIs },
      userId: { type: 'text', sql: sql`a.actor_id`, exact: asItIs },
      userType: { type: 'text', sql: sql`a.actor_type`, exact: asItIs },
      userName: { type: 'text', sql: sql`a.actor_name` },
      userEmail: { type: 'text', sql: sql`a.actor_email` },
      ip: { type: 'text', sql: sql`a.ip`, exact: asItIs },
      resourceType: { type: 'text', sql: sql`a.resource_type`, exact: asItIs },
      resourceId: { type: 'text', sql: sql`a.resource_id`, exact: asItIs },
      outcome: {
        type: 'text',
        sql: sql`(not a.done)::int`,
        codes: { done: 0, refused: 1 },
      },
    },
  }
}

/**
 * The project's entries. What concerns the whole installation (who signed in, who became an administrator) is for its
 * owners: neither a project's keys nor colleagues with fewer rights see from where others work. Two branches, each ordered
 * by itself, which the database merges: an "or" would have it sort all there is.
 */
function visible(context: ProjectContext): RawBuilder<unknown> {
  const ofProject = sql`select * from activity where project = ${context.project.seq}::bigint`
  if (!seesInstallation(context)) return ofProject
  return sql`(${ofProject} order by seq desc) union all (select * from activity where project is null order by seq desc)`
}

function seesInstallation({ actor }: ProjectContext): boolean {
  return actor.type === 'admin' && hasRole(actor.role, 'owner')
}

const mostValues = 200

/** Who and what the activity can be filtered by. Each value is found by a step in an index, however many entries have it. */
export async function listActivityValues(context: ProjectContext): Promise<LogValues> {
  const { db, project } = context
  const ofInstallation = seesInstallation(context)
  const valuesOf = async (column: ValueColumn) => {
    const values = [
      ...(await distinctValues(db, project.seq, column)),
      ...(ofInstallation ? await distinctOfInstallation(db, column) : []),
    ]
    return [...new Set(values)].sort()
  }
  const ids = await valuesOf('actor_id')
  return {
    actors: await newestOf(context, ids),
    events: await valuesOf('event'),
    resourceTypes: await valuesOf('resource_type'),
  }
}

type ValueColumn = 'actor_id' | 'event' | 'resource_type'

async function distinctValues(db: Db, project: number, column: ValueColumn): Promise<string[]> {
  const name = sql.ref(column)
  const { rows } = await sql<{ value: string }>`
    with recursive found as (
      (select ${name} as value from activity where project = ${project} order by ${name} limit 1)
      union all
      select (
        select ${name} from activity where project = ${project} and ${name} > found.value order by ${name} limit 1
      ) from found where found.value is not null
    )
    select value from found where value is not null limit ${mostValues}
  `.execute(db)
  return rows.map(({ value }) => value)
}

/** Sign-ins and administrators: few enough to be walked along. */
async function distinctOfInstallation(db: Db, column: ValueColumn): Promise<string[]> {
  const rows = await db
    .selectFrom('activity')
    .select(`${column} as value`)
    .distinct()
    .where('project', 'is', null)
    .limit(mostValues)
    .execute()
  return rows.map(({ value }) => value)
}

/** Actors as their newest entry names them. */
async function newestOf(context: ProjectContext, ids: readonly string[]): Promise<LogValues['actors']> {
  const { rows } = await sql<ActivityRow>`
    select newest.* from unnest(${[...ids]}::text[]) as actor(id)
    cross join lateral (
      select a.* from (${visible(context)}) a where a.actor_id = actor.id order by a.seq desc limit 1
    ) newest
  `.execute(context.db)
  return rows.map((row) => {
    const { userId, userName, userEmail, userType } = toLog(row)
    return { userId, userName, userEmail, userType }
  })
}

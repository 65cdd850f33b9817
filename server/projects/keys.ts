// A project's API keys, as its owners keep them.
import { type Selectable, type SqlBool, sql } from 'kysely'
import type * as z from 'zod'
import type { ApiKey, apiKeyChange, apiKeyDraft } from '../../contract/console.ts'
import type { ListQuery } from '../../contract/lists.ts'
import type { Scope } from '../../contract/scopes.ts'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import type { ApiKeyTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import type { ActiveProject, Caller, Services } from '../http/context.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal, wrongParam } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'
import { createApiKey, findProject } from './projects.ts'

type KeyRow = Omit<Selectable<ApiKeyTable>, 'secret_hash'>

const columns = [
  'seq',
  'project',
  'id',
  'name',
  'hint',
  'scopes',
  'expires_at',
  'last_used_at',
  'created_at',
  'updated_at',
] as const

function toKey(row: KeyRow): ApiKey {
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes as Scope[],
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  }
}

const keyRows: ListSpec = {
  from: sql`api_keys k`,
  select: sql.join(columns.map((column) => sql.ref(`k.${column}`))),
  project: sql`k.project`,
  seq: sql`k.seq`,
  byId: (id) => sql<SqlBool>`k.id = ${id}`,
  attributes: {
    $id: { type: 'text', sql: sql`k.id`, exact: (id) => id },
    $createdAt: { type: 'instant', sql: sql`k.created_at` },
    $updatedAt: { type: 'instant', sql: sql`k.updated_at` },
    $sequence: { type: 'number', sql: sql`k.seq` },
    name: { type: 'text', sql: sql`k.name` },
    scopes: { type: 'texts', sql: sql`k.scopes` },
    expiresAt: { type: 'instant', sql: sql`k.expires_at`, nullable: true },
    lastUsedAt: { type: 'instant', sql: sql`k.last_used_at`, nullable: true },
  },
}

export async function listKeys(
  db: Db,
  projectId: string,
  input: ListQuery,
): Promise<{ total: number; keys: ApiKey[] }> {
  const project = await existingProject(db, projectId)
  const { total, rows } = await listRows<KeyRow>(db, keyRows, { project: project.seq, input })
  return { total, keys: rows.map(toKey) }
}

/** The secret is in this answer and nowhere again. */
export async function createKey(
  context: Services & Caller,
  projectId: string,
  { name, scopes, expiresAt }: z.output<typeof apiKeyDraft>,
): Promise<ApiKey & { secret: string }> {
  const project = await existingProject(context.db, projectId)
  await refusePastExpiry(context.db, expiresAt)
  return transaction(context.db, async (tx) => {
    const made = await createApiKey(tx, project.seq, { name, scopes, expiresAt: expiresAt || null })
    const key = toKey(await lockKey(tx, project, made.id))
    const changes = changesBetween({}, toldOf(key))
    const entry = { event: 'key.create', resource: `key/${key.$id}`, changes }
    await recordActivity(tx, { ...context, project }, entry)
    return { ...key, secret: made.secret }
  })
}

export async function updateKey(
  context: Services & Caller,
  projectId: string,
  id: string,
  change: z.output<typeof apiKeyChange>,
): Promise<ApiKey> {
  const project = await existingProject(context.db, projectId)
  await refusePastExpiry(context.db, change.expiresAt)
  return transaction(context.db, async (tx) => {
    const before = await lockKey(tx, project, id)
    const row = await tx
      .updateTable('api_keys')
      .set({
        name: change.name ?? before.name,
        scopes: change.scopes ?? before.scopes,
        expires_at: change.expiresAt === undefined ? before.expires_at : change.expiresAt || null,
        updated_at: appNow,
      })
      .where('seq', '=', before.seq)
      .returning(columns)
      .executeTakeFirstOrThrow()
    const after = toKey(row)
    const changes = changesBetween(toldOf(toKey(before)), toldOf(after))
    await recordActivity(tx, { ...context, project }, { event: 'key.update', resource: `key/${id}`, changes })
    return after
  })
}

/** Takes effect with the next request: keys are looked up each time. */
export async function deleteKey(context: Services & Caller, projectId: string, id: string): Promise<void> {
  const project = await existingProject(context.db, projectId)
  await transaction(context.db, async (tx) => {
    const before = await lockKey(tx, project, id)
    await tx.deleteFrom('api_keys').where('seq', '=', before.seq).execute()
    const changes = { name: [before.name, null] as const }
    await recordActivity(tx, { ...context, project }, { event: 'key.delete', resource: `key/${id}`, changes })
  })
}

async function existingProject(db: Db, id: string): Promise<ActiveProject> {
  const project = await findProject(db, id)
  if (!project) throw new Refusal('project_not_found')
  return project
}

async function lockKey(tx: Db, { seq }: ActiveProject, id: string): Promise<KeyRow> {
  const row = await tx
    .selectFrom('api_keys')
    .select(columns)
    .where('project', '=', seq)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Refusal('key_not_found')
  return row
}

/** '' is never, and no time. */
async function refusePastExpiry(db: Db, expiresAt: string | undefined): Promise<void> {
  if (!expiresAt) return
  const { rows } = await sql<{ is_past: boolean }>`
    select ${expiresAt}::timestamptz <= app.now() as is_past
  `.execute(db)
  if (rows[0]?.is_past) throw wrongParam('expiresAt', 'must be in the future')
}

/** What its activity tells of a key. */
function toldOf({ name, scopes, expiresAt }: ApiKey) {
  return { name, scopes, expiresAt }
}

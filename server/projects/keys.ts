// The API keys that open a project: found by who asks, kept by its owners.
import { randomBytes } from 'node:crypto'
import { type Selectable, type SqlBool, sql } from 'kysely'
import type * as z from 'zod'
import type { ApiKey, apiKeyChange, apiKeyDraft } from '../../contract/console.ts'
import type { ListQuery } from '../../contract/lists.ts'
import { type Scope, scopes, secretsScope } from '../../contract/scopes.ts'
import type { Db } from '../db/database.ts'
import { appNow, isOlderThan, isPast } from '../db/now.ts'
import { executePrepared } from '../db/prepared.ts'
import type { ApiKeyTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import { hashToken } from '../http/authentication.ts'
import type { ActiveProject, Caller, Services } from '../http/context.ts'
import { generateId } from '../http/id.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal, wrongParam } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'
import { findProject } from './projects.ts'

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

/** A program that calls all day is noted once an hour. */
const useNotedSeconds = 3600

/** In whichever project it is: of another one than `project` it is `foreign`. */
export async function findApiKey(db: Db, project: number, secretHash: Buffer) {
  const query = db
    .selectFrom('api_keys')
    .select(['seq', 'project', 'id', 'name', 'scopes', isPast('expires_at').as('expired')])
    .select(sql<boolean>`coalesce(${isOlderThan('last_used_at', useNotedSeconds)}, true)`.as('stale'))
    .where('secret_hash', '=', secretHash)
  const [row] = (await executePrepared(db, 'findApiKey', query)).rows
  if (!row) return undefined
  if (row.stale) {
    await db.updateTable('api_keys').set({ last_used_at: appNow }).where('seq', '=', row.seq).execute()
  }
  return {
    type: 'keyProject' as const,
    foreign: row.project !== project,
    id: row.id,
    name: row.name,
    scopes: new Set(row.scopes as Scope[]),
    expired: row.expired,
  }
}

export async function keyNames(db: Db, project: number, ids: readonly string[]) {
  return db
    .selectFrom('api_keys')
    .select(['id', 'name'])
    .where('project', '=', project)
    .where('id', 'in', [...ids])
    .execute()
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

/** Makes sure that this secret opens the project with every scope. */
export async function ensureApiKey(db: Db, project: number, secret: string): Promise<void> {
  const everything = [...scopes, secretsScope]
  await db
    .insertInto('api_keys')
    .values({
      project,
      id: generateId(),
      name: 'Key of the environment',
      secret_hash: hashToken(secret),
      hint: secret.slice(0, 8),
      scopes: everything,
    })
    .onConflict((conflict) =>
      conflict
        .column('secret_hash')
        .doUpdateSet({ project, scopes: everything, expires_at: null, updated_at: appNow }),
    )
    .execute()
}

export type CreatedKey = { readonly id: string; readonly secret: string }

/** The secret leaves here once; what is kept is its hash. */
export async function createApiKey(
  db: Db,
  project: number,
  { name, scopes, expiresAt = null }: { name: string; scopes: readonly Scope[]; expiresAt?: string | null },
): Promise<CreatedKey> {
  const secret = `standard_${randomBytes(32).toString('hex')}`
  const { id } = await db
    .insertInto('api_keys')
    .values({
      project,
      id: generateId(),
      name,
      secret_hash: hashToken(secret),
      hint: secret.slice(0, 16),
      scopes: [...scopes],
      expires_at: expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, secret }
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

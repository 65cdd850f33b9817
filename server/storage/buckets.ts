// Buckets: where files are kept, and what may be kept there.
import { type Selectable, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { Bucket, BucketChange, BucketDraft } from '../../contract/storage.ts'
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { appNow } from '../db/now.ts'
import type { BucketTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'
import { refuseSwitchedOff, spelledOut } from './permissions.ts'

const columns = [
  'seq',
  'id',
  'name',
  'permissions',
  'file_security',
  'enabled',
  'maximum_file_size',
  'allowed_file_extensions',
  'compression',
  'encryption',
  'antivirus',
  'transformations',
  'total_size',
  'created_at',
  'updated_at',
] as const

export type BucketRow = Pick<Selectable<BucketTable>, (typeof columns)[number]>

function toBucket(row: BucketRow): Bucket {
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    $permissions: row.permissions,
    fileSecurity: row.file_security,
    name: row.name,
    enabled: row.enabled,
    maximumFileSize: row.maximum_file_size,
    allowedFileExtensions: row.allowed_file_extensions,
    compression: row.compression,
    encryption: row.encryption,
    antivirus: row.antivirus,
    transformations: row.transformations,
    totalSize: row.total_size,
  }
}

function toColumns(fields: BucketChange) {
  return {
    name: fields.name,
    file_security: fields.fileSecurity,
    enabled: fields.enabled,
    maximum_file_size: fields.maximumFileSize,
    allowed_file_extensions: fields.allowedFileExtensions,
    compression: fields.compression,
    encryption: fields.encryption,
    antivirus: fields.antivirus,
    transformations: fields.transformations,
  }
}

export async function createBucket(context: ProjectContext, draft: BucketDraft): Promise<Bucket> {
  try {
    return await transaction(context.db, async (tx) => {
      const row = await tx
        .insertInto('buckets')
        .values({
          project: context.project.seq,
          id: chosenId(draft.bucketId),
          permissions: spelledOut(draft.permissions ?? []),
          ...toColumns(draft),
        })
        .returning(columns)
        .executeTakeFirstOrThrow()
      await recordActivity(tx, context, { event: 'bucket.create', resource: `bucket/${row.id}` })
      return toBucket(row)
    })
  } catch (error) {
    if (isUniqueViolation(error, 'buckets_id')) throw new Refusal('storage_bucket_already_exists')
    throw error
  }
}

const asItIs = (id: string) => id

const bucketRows: ListSpec = {
  from: sql`buckets b`,
  select: sql.join(columns.map((column) => sql.ref(`b.${column}`))),
  project: sql`b.project`,
  seq: sql`b.seq`,
  byId: (id) => sql`b.id = ${id} and b.deleted_at is null`,
  attributes: {
    $id: { type: 'text', sql: sql`b.id`, exact: asItIs },
    $createdAt: { type: 'instant', sql: sql`b.created_at` },
    $updatedAt: { type: 'instant', sql: sql`b.updated_at` },
    $sequence: { type: 'number', sql: sql`b.seq` },
    name: { type: 'text', sql: sql`b.name` },
    enabled: { type: 'boolean', sql: sql`b.enabled` },
    fileSecurity: { type: 'boolean', sql: sql`b.file_security` },
    maximumFileSize: { type: 'number', sql: sql`b.maximum_file_size` },
    encryption: { type: 'boolean', sql: sql`b.encryption` },
    antivirus: { type: 'boolean', sql: sql`b.antivirus` },
    transformations: { type: 'boolean', sql: sql`b.transformations` },
    totalSize: { type: 'number', sql: sql`b.total_size` },
  },
  search: ({ tsquery }) => (tsquery ? sql`b.search @@ ${tsquery}` : sql`false`),
}

export async function listBuckets(
  db: Db,
  project: number,
  input: ListQuery,
): Promise<{ total: number; buckets: Bucket[] }> {
  const where = sql<boolean>`b.deleted_at is null`
  const { total, rows } = await listRows<BucketRow>(db, bucketRows, { project, where, input })
  return { total, buckets: rows.map(toBucket) }
}

/** Refuses where there is none. */
export async function findBucket(db: Db, project: number, id: string): Promise<BucketRow> {
  const row = await db
    .selectFrom('buckets')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new Refusal('storage_bucket_not_found')
  return row
}

/** As it is there for who asks: refuses where it is switched off for him. */
export async function openBucket(context: ProjectContext, id: string, db = context.db): Promise<BucketRow> {
  const bucket = await findBucket(db, context.project.seq, id)
  refuseSwitchedOff(context, bucket)
  return bucket
}

export async function getBucket(db: Db, project: number, id: string): Promise<Bucket> {
  return toBucket(await findBucket(db, project, id))
}

export async function updateBucket(
  context: ProjectContext,
  id: string,
  change: BucketChange,
): Promise<Bucket> {
  return transaction(context.db, async (tx) => {
    const before = await lockBucket(tx, context.project.seq, id)
    const after = await tx
      .updateTable('buckets')
      .set({
        permissions: change.permissions ? spelledOut(change.permissions) : before.permissions,
        ...toColumns(change),
        updated_at: appNow,
      })
      .where('seq', '=', before.seq)
      .returning(columns)
      .executeTakeFirstOrThrow()
    const changes = changesBetween(toldOf(before), toldOf(after))
    await recordActivity(tx, context, { event: 'bucket.update', resource: `bucket/${id}`, changes })
    return toBucket(after)
  })
}

function toldOf(row: BucketRow): Record<string, unknown> {
  const { $permissions: permissions, totalSize: _, ...told } = toBucket(row)
  return { ...told, permissions }
}

/** Refuses where there is none. */
async function lockBucket(tx: Db, project: number, id: string): Promise<BucketRow> {
  const row = await tx
    .selectFrom('buckets')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new Refusal('storage_bucket_not_found')
  return row
}

/** Unreachable at once, and its id free; its files are swept away later. */
export async function deleteBucket(context: ProjectContext, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const before = await lockBucket(tx, context.project.seq, id)
    await tx.updateTable('buckets').set({ deleted_at: appNow }).where('seq', '=', before.seq).execute()
    const changes = { name: [before.name, null] as const }
    await recordActivity(tx, context, { event: 'bucket.delete', resource: `bucket/${id}`, changes })
  })
}

/** Of a project that goes: what hangs on them is swept away little by little, too. */
export async function deleteBucketsOf(tx: Db, project: number): Promise<void> {
  await tx
    .updateTable('buckets')
    .set({ deleted_at: appNow })
    .where('project', '=', project)
    .where('deleted_at', 'is', null)
    .execute()
}

/** A file became whole, or went. */
export async function addToBucket(tx: Db, bucket: number, bytes: number): Promise<void> {
  await tx
    .updateTable('buckets')
    .set({ total_size: sql`greatest(0, total_size + ${bytes}::int8)` })
    .where('seq', '=', bucket)
    .execute()
}

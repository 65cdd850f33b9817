// A file as it is stored, found, listed and shown.
import { type Selectable, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { StoredFile } from '../../contract/storage.ts'
import type { Db } from '../db/database.ts'
import type { FileTable } from '../db/tables.ts'
import type { ProjectContext } from '../http/context.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal } from '../http/refusal.ts'
import { type BucketRow, openBucket } from './buckets.ts'
import { mayWithAll, permissionsOf } from './permissions.ts'

export const fileColumns = [
  'seq',
  'bucket',
  'id',
  'name',
  'permissions',
  'mime_type',
  'uploader',
  'signature',
  'size',
  'chunks_total',
  'chunks_uploaded',
  'created_at',
  'updated_at',
] as const

export type FileRow = Pick<Selectable<FileTable>, (typeof fileColumns)[number]>

export function toFile(row: FileRow, bucket: BucketRow): StoredFile {
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    $permissions: row.permissions,
    bucketId: bucket.id,
    name: row.name,
    signature: row.signature,
    mimeType: row.mime_type,
    sizeOriginal: row.size,
    chunksTotal: row.chunks_total,
    chunksUploaded: row.chunks_uploaded,
    // How it is kept, whatever its bucket asks for.
    encryption: false,
    compression: 'none',
  }
}

export function isWhole({ chunks_uploaded, chunks_total }: FileRow): boolean {
  return chunks_uploaded === chunks_total
}

/** Refuses where there is none. */
export async function findFile(db: Db, bucket: BucketRow, id: string): Promise<FileRow> {
  const row = await db
    .selectFrom('files')
    .select(fileColumns)
    .where('bucket', '=', bucket.seq)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new Refusal('storage_file_not_found')
  return row
}

/** Nobody else changes it until the transaction ends. Undefined where there is none. */
export async function lockFile(tx: Db, bucket: number, id: string): Promise<FileRow | undefined> {
  return tx
    .selectFrom('files')
    .select(fileColumns)
    .where('bucket', '=', bucket)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** `file/pictures:bell`: an id is unique in its bucket only. */
export function resourceOf(bucketId: string, fileId: string): string {
  return `file/${bucketId}:${fileId}`
}

const fileRows: ListSpec = {
  from: sql`files f`,
  select: sql.join(fileColumns.map((column) => sql.ref(`f.${column}`))),
  project: sql`f.project`,
  seq: sql`f.seq`,
  byId: (id) => sql`f.id = ${id} and f.deleted_at is null`,
  attributes: {
    $id: { type: 'text', sql: sql`f.id`, exact: (id) => id },
    $createdAt: { type: 'instant', sql: sql`f.created_at` },
    $updatedAt: { type: 'instant', sql: sql`f.updated_at` },
    $sequence: { type: 'number', sql: sql`f.seq` },
    name: { type: 'text', sql: sql`f.name` },
    signature: { type: 'text', sql: sql`f.signature` },
    mimeType: { type: 'text', sql: sql`f.mime_type` },
    sizeOriginal: { type: 'number', sql: sql`f.size` },
    chunksTotal: { type: 'number', sql: sql`f.chunks_total` },
    chunksUploaded: { type: 'number', sql: sql`f.chunks_uploaded` },
  },
  search: ({ tsquery }) => (tsquery ? sql`f.search @@ ${tsquery}` : sql`false`),
}

/** Of a bucket that is not open as a whole, those that are open by themselves. */
export async function listFiles(
  context: ProjectContext,
  bucketId: string,
  input: ListQuery,
): Promise<{ total: number; files: StoredFile[] }> {
  const { db, project } = context
  const bucket = await openBucket(context, bucketId)
  const ofBucket = sql<boolean>`f.bucket = ${bucket.seq} and f.deleted_at is null`
  const opening = mayWithAll(context, 'read', bucket) ? undefined : permissionsOf(context, 'read')
  const where = opening ? sql<boolean>`(${ofBucket} and f.permissions && ${opening}::text[])` : ofBucket
  const { total, rows } = await listRows<FileRow>(db, fileRows, { project: project.seq, where, input })
  return { total, files: rows.map((row) => toFile(row, bucket)) }
}

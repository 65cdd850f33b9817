// Files: read, renamed, deleted, and named by messages. How they come in stands in upload.ts.
import { sql } from 'kysely'
import type { FileChange, FileConditions, StoredFile } from '../../contract/storage.ts'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import type { Bytes } from '../http/bind.ts'
import type { ProjectContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'
import { addToBucket, type BucketRow, findBucket, openBucket } from './buckets.ts'
import { type FileRow, fileColumns, findFile, isWhole, lockFile, resourceOf, toFile } from './file.ts'
import { type Action, grantedPermissions, mayWithAll, mayWithFile } from './permissions.ts'
import { type Purpose, serveFile } from './serving.ts'

type Named = { readonly bucketId: string; readonly fileId: string }

export async function getFile(context: ProjectContext, named: Named): Promise<StoredFile> {
  const bucket = await openBucket(context, named.bucketId)
  return toFile(await readableFile(context, bucket, named.fileId), bucket)
}

export async function sendFile(
  context: ProjectContext,
  named: Named,
  conditions: FileConditions,
  purpose: Purpose,
): Promise<Bytes> {
  const bucket = await openBucket(context, named.bucketId)
  const file = await readableFile(context, bucket, named.fileId)
  refuseUnfinished(file)
  return serveFile(context.db, file, conditions, purpose)
}

/** What is not open to who asks is not there. */
async function readableFile(context: ProjectContext, bucket: BucketRow, id: string): Promise<FileRow> {
  const isAllOpen = mayWithAll(context, 'read', bucket)
  const file = await findFile(context.db, bucket, id)
  if (!isAllOpen && !mayWithFile(context, 'read', bucket, file)) throw new Refusal('storage_file_not_found')
  return file
}

/** One that a signed link names. */
export async function linkedFile(db: Db, project: number, { bucketId, fileId }: Named): Promise<FileRow> {
  const file = await findFile(db, await findBucket(db, project, bucketId), fileId)
  refuseUnfinished(file)
  return file
}

function refuseUnfinished(file: FileRow): void {
  if (!isWhole(file)) throw new Refusal('storage_file_not_found', 'The file has not been uploaded whole.')
}

export async function updateFile(
  context: ProjectContext,
  { bucketId, fileId }: Named,
  change: FileChange,
): Promise<StoredFile> {
  return transaction(context.db, async (tx) => {
    const { bucket, file: before } = await lockFor(tx, context, 'update', { bucketId, fileId })
    const after = await tx
      .updateTable('files')
      .set({
        name: change.name ?? before.name,
        permissions: change.permissions
          ? grantedPermissions(context, change.permissions)
          : before.permissions,
        updated_at: appNow,
      })
      .where('seq', '=', before.seq)
      .returning(fileColumns)
      .executeTakeFirstOrThrow()
    const told = ({ name, permissions }: FileRow) => ({ name, permissions })
    const changes = changesBetween(told(before), told(after))
    await recordActivity(tx, context, {
      event: 'file.update',
      resource: resourceOf(bucketId, fileId),
      changes,
    })
    return toFile(after, bucket)
  })
}

/** Unreachable at once; what it holds is swept away later. */
export async function deleteFile(context: ProjectContext, { bucketId, fileId }: Named): Promise<void> {
  await transaction(context.db, async (tx) => {
    const { bucket, file: before } = await lockFor(tx, context, 'delete', { bucketId, fileId })
    await tx.updateTable('files').set({ deleted_at: appNow }).where('seq', '=', before.seq).execute()
    if (isWhole(before)) await addToBucket(tx, bucket.seq, -before.size)
    const changes = { name: [before.name, null] as const }
    await recordActivity(tx, context, {
      event: 'file.delete',
      resource: resourceOf(bucketId, fileId),
      changes,
    })
  })
}

async function lockFor(
  tx: Db,
  context: ProjectContext,
  action: Action,
  { bucketId, fileId }: Named,
): Promise<{ bucket: BucketRow; file: FileRow }> {
  const bucket = await openBucket(context, bucketId, tx)
  mayWithAll(context, action, bucket)
  const file = await lockFile(tx, bucket.seq, fileId)
  if (!file) throw new Refusal('storage_file_not_found')
  if (!mayWithFile(context, action, bucket, file)) throw new Refusal('user_unauthorized')
  return { bucket, file }
}

export type AttachedFile = Pick<FileRow, 'seq' | 'name' | 'mime_type' | 'size' | 'chunks_total'>

/** Files by their names, in their order; undefined stands for one that is not there, or not whole. */
export async function findNamedFiles(
  db: Db,
  project: number,
  named: readonly Named[],
): Promise<{ hasBucket: boolean; file: AttachedFile | undefined }[]> {
  if (named.length === 0) return []
  const { rows } = await sql<{ has_bucket: boolean; has_file: boolean } & AttachedFile>`
    select b.seq is not null as has_bucket, f.seq is not null as has_file,
      f.seq, f.name, f.mime_type, f.size, f.chunks_total
    from unnest(${named.map((one) => one.bucketId)}::text[], ${named.map((one) => one.fileId)}::text[])
      with ordinality as wanted(bucket_id, file_id, at)
    left join buckets b on b.project = ${project} and b.id = wanted.bucket_id and b.deleted_at is null
    left join files f on f.project = ${project} and f.bucket = b.seq and f.id = wanted.file_id
      and f.deleted_at is null and f.chunks_uploaded = f.chunks_total
    order by wanted.at
  `.execute(db)
  return rows.map(({ has_bucket, has_file, ...file }) => ({
    hasBucket: has_bucket,
    file: has_file ? file : undefined,
  }))
}

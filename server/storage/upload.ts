// A file comes in: at once, or in chunks of 5 MiB, in any order and several at a time.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { chunkSize, type FileForm, fileNameLimit, type StoredFile } from '../../contract/storage.ts'
import { id as idShape } from '../../contract/wire.ts'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import type { Uploaded } from '../http/bind.ts'
import type { ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { Refusal, wrongParam } from '../http/refusal.ts'
import type { Upload } from '../http/upload.ts'
import { recordActivity } from '../logs/activity.ts'
import { addToBucket, type BucketRow, openBucket } from './buckets.ts'
import { type FileRow, fileColumns, isWhole, lockFile, resourceOf, toFile } from './file.ts'
import { mimeTypeOf } from './mime-type.ts'
import { grantedPermissions, mayWithAll } from './permissions.ts'
import { dropReceived, pieces, type Received, receivePieces } from './pieces.ts'

type Request = {
  readonly headers: {
    readonly 'content-range'?: string | undefined
    readonly 'x-appwrite-id'?: string | undefined
  }
  readonly upload: Upload<FileForm>
}

export async function uploadFile(
  context: ProjectContext,
  bucketId: string,
  { headers, upload }: Request,
): Promise<Uploaded<StoredFile>> {
  const { db } = context
  const bucket = await openBucket(context, bucketId)
  mayWithAll(context, 'create', bucket)
  const range = readRange(headers['content-range'])
  // Only who sends chunks says by this header to which file they belong.
  const ofUpload = range && readId(headers['x-appwrite-id'])
  if (range && range.total > bucket.maximum_file_size) throw tooLarge(bucket)

  let brought: Brought | undefined
  try {
    const form = await upload.read(async ({ name: given, mimeType: declaredType, bytes }) => {
      const name = readName(given)
      refuseExtension(bucket, name)
      brought = { ...(await receivePieces(db, bytes, limitOf(bucket, range))), name, declaredType }
    })
    if (!brought || brought.size === 0) throw new Refusal('storage_file_empty')
    if (range && brought.size !== range.length) throw new Refusal('storage_invalid_content_range')
    const id = ofUpload ?? chosenId(form.fileId)
    const permissions = grantedPermissions(context, form.permissions)
    return await keep(context, bucket, { id, permissions, range, brought })
  } catch (error) {
    if (brought) await dropReceived(db, brought.chunk)
    throw error
  }
}

type Brought = Received & { readonly name: string; readonly declaredType: string }

// --- What is asked for ----------------------------------------------------------------------------------------------

type Range = {
  readonly number: number
  readonly length: number
  readonly total: number
  readonly count: number
}

/** `bytes START-END/TOTAL`, the end included. Chunks lie one beside the other, so they begin at multiples of their size. */
export function readRange(header: string | undefined): Range | undefined {
  if (header === undefined) return undefined
  const [, start, end, total] = (/^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header) ?? []).map(Number)
  if (start === undefined || end === undefined || total === undefined) throw badRange('It cannot be read.')
  if (start > end || end > total || start >= total) throw badRange('It does not lie within the file.')
  // Some clients name the byte after the last one of the file.
  const last = Math.min(end, total - 1)
  const length = last - start + 1
  const isWholeChunk = length === chunkSize || last === total - 1
  if (start % chunkSize !== 0 || length > chunkSize || !isWholeChunk) {
    throw badRange(`A file is cut into chunks of ${chunkSize} bytes.`)
  }
  return { number: start / chunkSize + 1, length, total, count: Math.ceil(total / chunkSize) }
}

function badRange(why: string): Refusal {
  return new Refusal('storage_invalid_content_range', `The content range is wrong. ${why}`)
}

function readId(header: string | undefined): string | undefined {
  if (header === undefined || header === '') return undefined
  if (!idShape.safeParse(header).success) throw new Refusal('storage_invalid_appwrite_id')
  return header
}

function refuseExtension({ allowed_file_extensions: allowed }: BucketRow, name: string): void {
  if (allowed.length === 0) return
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  if (extension !== undefined && allowed.some((one) => one.toLowerCase() === extension)) return
  throw new Refusal(
    'storage_file_type_unsupported',
    `The bucket takes only files that end in ${allowed.map((one) => `.${one}`).join(', ')}.`,
  )
}

function readName(given: string): string {
  const name = given.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '').trim()
  if ([...name].length > fileNameLimit) {
    throw wrongParam('file', `its name must have at most ${fileNameLimit} characters`)
  }
  return name
}

function limitOf(bucket: BucketRow, range: Range | undefined) {
  return range
    ? { bytes: range.length, refusal: () => badRange('The chunk holds more than it says.') }
    : { bytes: bucket.maximum_file_size, refusal: () => tooLarge(bucket) }
}

function tooLarge({ maximum_file_size }: BucketRow): Refusal {
  return new Refusal(
    'storage_invalid_file_size',
    `A file in this bucket may have at most ${maximum_file_size} bytes.`,
  )
}

// --- What is kept ---------------------------------------------------------------------------------------------------

type Kept = {
  readonly id: string
  readonly permissions: readonly string[]
  readonly range: Range | undefined
  readonly brought: Brought
}

async function keep(context: ProjectContext, bucket: BucketRow, kept: Kept): Promise<Uploaded<StoredFile>> {
  const { file, isTaken, isAllThere } = await transaction(context.db, (tx) =>
    attach(tx, context, bucket, kept),
  )
  if (!isTaken) await dropReceived(context.db, kept.brought.chunk)
  if (isWhole(file) || !isAllThere) return { isNew: isTaken || !isWhole(file), reply: toFile(file, bucket) }
  return { isNew: true, reply: toFile(await putTogether(context, bucket, file), bucket) }
}

type Attached = {
  readonly file: FileRow
  /** False where this chunk had been there. */
  readonly isTaken: boolean
  readonly isAllThere: boolean
}

async function attach(
  tx: Db,
  context: ProjectContext,
  bucket: BucketRow,
  { id, permissions, range, brought }: Kept,
): Promise<Attached> {
  // It may have been deleted while the file came in.
  await openBucket(context, bucket.id, tx)
  const { name, chunk, size, md5, declaredType, start } = brought
  const { number, count, total } = range ?? { number: 1, count: 1, total: size }
  const made = await tx
    .insertInto('files')
    .values({
      project: context.project.seq,
      bucket: bucket.seq,
      id,
      name: name || id,
      permissions: [...permissions],
      mime_type: mimeTypeOf({ name, declaredType, start: number === 1 ? start : undefined }),
      uploader: context.actor.type === 'user' ? context.actor.id : '',
      size: total,
      chunks_total: count,
    })
    .onConflict((conflict) =>
      conflict.columns(['project', 'bucket', 'id']).where('deleted_at', 'is', null).doNothing(),
    )
    .returning('seq')
    .executeTakeFirst()
  const file = await lockFile(tx, bucket.seq, id)
  if (!file) throw new Refusal('storage_file_not_found', 'The file was deleted while it came in.')
  if (!made && !(range && mayGoOn(context, file))) throw new Refusal('storage_file_already_exists')
  if (isWhole(file)) return { file, isTaken: false, isAllThere: true }
  if (file.size !== total) throw badRange('Its total is not the one that the file began with.')

  const isTaken = await giveToFile(tx, chunk, file.seq, number)
  if (count === 1) {
    const whole = await makeWhole(tx, context, bucket, file, md5)
    return { file: whole, isTaken, isAllThere: true }
  }
  const there = await countChunks(tx, file.seq)
  // The last one counts when the whole has been put together.
  const counted = await tx
    .updateTable('files')
    .set({ chunks_uploaded: Math.min(there, count - 1), updated_at: appNow })
    .where('seq', '=', file.seq)
    .returning(fileColumns)
    .executeTakeFirstOrThrow()
  return { file: counted, isTaken, isAllThere: there === count }
}

function mayGoOn({ actor }: ProjectContext, { uploader }: FileRow): boolean {
  return actor.type !== 'user' || actor.id === uploader
}

/** The file's row is locked, so that what is not there stays so. */
async function giveToFile(tx: Db, chunk: number, file: number, number: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update file_chunks set file = ${file}, number = ${number}
    where seq = ${chunk} and not exists (select from file_chunks where file = ${file} and number = ${number})
  `.execute(tx)
  return numAffectedRows === 1n
}

async function countChunks(tx: Db, file: number): Promise<number> {
  const { count } = await tx
    .selectFrom('file_chunks')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('file', '=', file)
    .executeTakeFirstOrThrow()
  return count
}

/** All chunks are there: reads them once, for what only the whole tells. Whoever comes second finds it done. */
async function putTogether(context: ProjectContext, bucket: BucketRow, file: FileRow): Promise<FileRow> {
  const md5 = createHash('md5')
  let start: Buffer | undefined
  for await (const piece of pieces(context.db, file, 0, file.size)) {
    start ??= piece
    md5.update(piece)
  }
  const signature = md5.digest('hex')
  return transaction(context.db, async (tx) => {
    const current = await lockFile(tx, bucket.seq, file.id)
    if (current?.seq !== file.seq) {
      throw new Refusal('storage_file_not_found', 'The file was deleted while it came in.')
    }
    if (isWhole(current)) return current
    const mimeType = mimeTypeOf({ name: file.name, declaredType: file.mime_type, start })
    return makeWhole(tx, context, bucket, current, signature, mimeType)
  })
}

async function makeWhole(
  tx: Db,
  context: ProjectContext,
  bucket: BucketRow,
  file: FileRow,
  signature: string,
  mimeType: string = file.mime_type,
): Promise<FileRow> {
  const whole = await tx
    .updateTable('files')
    .set({ signature, mime_type: mimeType, chunks_uploaded: file.chunks_total, updated_at: appNow })
    .where('seq', '=', file.seq)
    .returning(fileColumns)
    .executeTakeFirstOrThrow()
  await addToBucket(tx, bucket.seq, file.size)
  const changes = { name: [null, file.name] as const }
  await recordActivity(tx, context, {
    event: 'file.create',
    resource: resourceOf(bucket.id, file.id),
    changes,
  })
  return whole
}

// What files hold, in pieces of at most 256 KiB: written as it comes in, read as it is asked for. No statement and no
// process ever has more of a file in hand than that.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { chunkSize } from '../../contract/storage.ts'
import type { Db } from '../db/database.ts'
import { isUnavailable } from '../db/errors.ts'
import type { Refusal } from '../http/refusal.ts'

const pieceSize = 256 * 1024
const piecesOfChunk = chunkSize / pieceSize

/** What came in with one request. It belongs to no file yet. */
export type Received = {
  readonly chunk: number
  readonly size: number
  readonly md5: string
  /** The first bytes, by which one knows what it is. */
  readonly start: Buffer
}

/** Keeps what comes in. Where it ends in an error, or holds more than `limit` bytes, nothing of it stays. */
export async function receivePieces(
  db: Db,
  bytes: AsyncIterable<Buffer>,
  limit: { readonly bytes: number; readonly refusal: () => Refusal },
): Promise<Received> {
  const { seq: chunk } = await db
    .insertInto('file_chunks')
    .values({ file: null, number: 1 })
    .returning('seq')
    .executeTakeFirstOrThrow()
  try {
    return { chunk, ...(await writePieces(db, chunk, bytes, limit)) }
  } catch (error) {
    await dropReceived(db, chunk)
    throw error
  }
}

async function writePieces(
  db: Db,
  chunk: number,
  bytes: AsyncIterable<Buffer>,
  limit: { readonly bytes: number; readonly refusal: () => Refusal },
): Promise<Omit<Received, 'chunk'>> {
  const md5 = createHash('md5')
  let start: Buffer | undefined
  let size = 0
  let part = 0
  for await (const piece of inPieces(bytes)) {
    size += piece.length
    if (size > limit.bytes) throw limit.refusal()
    start ??= Buffer.from(piece.subarray(0, 512))
    md5.update(piece)
    await sql`
      insert into file_pieces (chunk, part, content)
      values (${chunk}, ${part}, decode(${piece.toString('base64')}, 'base64'))
    `.execute(db)
    part++
  }
  return { size, md5: md5.digest('hex'), start: start ?? Buffer.alloc(0) }
}

async function* inPieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let kept: Buffer[] = []
  let size = 0
  for await (const some of bytes) {
    kept.push(some)
    size += some.length
    if (size < pieceSize) continue
    let all = Buffer.concat(kept)
    for (; all.length >= pieceSize; all = all.subarray(pieceSize)) yield all.subarray(0, pieceSize)
    kept = [all]
    size = all.length
  }
  if (size > 0) yield Buffer.concat(kept)
}

/** A statement's worth: what is large lies in thousands of rows of its own, and they go one by one. */
const droppedAtOnce = 20

/** What belongs to a file by now stays. What cannot be dropped just now is swept away later. */
export async function dropReceived(db: Db, chunk: number): Promise<void> {
  try {
    while ((await dropPieces(db, chunk)) === droppedAtOnce);
    await db.deleteFrom('file_chunks').where('seq', '=', chunk).where('file', 'is', null).execute()
  } catch (error) {
    if (!isUnavailable(error)) throw error
  }
}

async function dropPieces(db: Db, chunk: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from file_pieces where seq in (
      select p.seq from file_pieces p join file_chunks c on c.seq = p.chunk
      where p.chunk = ${chunk} and c.file is null limit ${droppedAtOnce}
    )
  `.execute(db)
  return Number(numAffectedRows)
}

export type Whole = { readonly seq: number; readonly size: number; readonly chunks_total: number }

/** The bytes of a file from `from` up to and without `to`. */
export function readBytes(db: Db, file: Whole, from = 0, to = file.size): Readable {
  return Readable.from(pieces(db, file, from, to), { objectMode: false })
}

/** The same all at once: for what is composed in memory anyway. */
export async function readWhole(db: Db, file: Whole): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces(db, file, 0, file.size)) all.push(piece)
  return Buffer.concat(all)
}

export async function* pieces(db: Db, file: Whole, from: number, to: number): AsyncGenerator<Buffer, void> {
  for (let at = from; at < to; ) {
    const index = Math.floor(at / pieceSize)
    const begin = index * pieceSize
    const piece = (await readPiece(db, file, index)).subarray(at - begin, to - begin)
    if (piece.length === 0) throw new Error(`file ${file.seq} ends before its size`)
    yield piece
    at += piece.length
  }
}

async function readPiece(db: Db, { seq, chunks_total }: Whole, index: number): Promise<Buffer> {
  // What came in at once lies in one chunk, however long it is.
  const isOneChunk = chunks_total === 1
  const number = isOneChunk ? 1 : Math.floor(index / piecesOfChunk) + 1
  const part = isOneChunk ? index : index % piecesOfChunk
  const { rows } = await sql<{ content: string }>`
    select encode(p.content, 'base64') as content from file_pieces p
    where p.chunk = (select c.seq from file_chunks c where c.file = ${seq} and c.number = ${number}) and p.part = ${part}
  `.execute(db)
  if (!rows[0]) throw new Error(`file ${seq} was deleted while it was read`)
  return Buffer.from(rows[0].content, 'base64')
}

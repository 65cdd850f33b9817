// What nobody can reach any more goes, a little at a time: a file's content, then the file, then its bucket.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/database.ts'

/** Pieces in one statement; each of them lies in a good hundred rows of its own. */
const piecesAtOnce = 20
const filesAtOnce = 100
/** An upload that nobody went on with for so long is given up. */
const unfinishedHours = 24

const longAgo = sql`app.now() - make_interval(hours => ${unfinishedHours})`

const giveUpUnfinished = sql`
  update files set deleted_at = app.now() where seq in (
    select seq from files where chunks_uploaded < chunks_total and deleted_at is null and updated_at < ${longAgo}
    limit ${filesAtOnce}
  )`

const deleteFilesOfBuckets = sql`
  update files set deleted_at = app.now() where seq in (
    select f.seq from buckets b join files f on f.bucket = b.seq and f.deleted_at is null
    where b.deleted_at is not null limit ${filesAtOnce}
  )`

/** Of deleted files, and of what came in and was never given to one. */
const dropPieces = sql`
  delete from file_pieces where seq in (
    select p.seq from file_pieces p where p.chunk in (
      select c.seq from files f join file_chunks c on c.file = f.seq where f.deleted_at is not null
      union all
      select c.seq from file_chunks c where c.file is null and c.created_at < ${longAgo}
    )
    limit ${piecesAtOnce}
  )`

const dropEmptyChunks = sql`
  delete from file_chunks where seq in (
    select c.seq from file_chunks c
    where c.file is null and c.created_at < ${longAgo} and not exists (select from file_pieces p where p.chunk = c.seq)
    limit ${filesAtOnce}
  )`

/** With their chunks, which are empty by now. */
const dropFiles = sql`
  delete from files where seq in (
    select f.seq from files f where f.deleted_at is not null and not exists (
      select from file_chunks c join file_pieces p on p.chunk = c.seq where c.file = f.seq
    )
    limit ${filesAtOnce}
  )`

const dropBuckets = sql`
  delete from buckets where seq in (
    select seq from buckets b where deleted_at is not null and not exists (select from files f where f.bucket = b.seq)
    limit ${filesAtOnce}
  )`

const inOrder: readonly RawBuilder<unknown>[] = [
  giveUpUnfinished,
  deleteFilesOfBuckets,
  dropPieces,
  dropEmptyChunks,
  dropFiles,
  dropBuckets,
]

/** In this order; each does a little, and says whether there may be more. */
export const storageSweeps = inOrder.map((statement) => async (db: Db): Promise<boolean> => {
  const { numAffectedRows = 0n } = await statement.execute(db)
  return numAffectedRows > 0n
})

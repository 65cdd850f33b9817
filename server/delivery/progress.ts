// How a message moves: due, preparing, sending, done. Each move names the state it expects.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import { recordSystemActivity } from '../logs/activity.ts'
import {
  finishMessage,
  lockPreparing,
  moveToSending,
  saveWritten,
  startDueMessages,
  syncCounts,
} from '../messages/progress.ts'
import { routingOf } from '../providers/routing.ts'
import { isAllWritten, nothingWritten, writeNextPage } from './audience.ts'
import { explainCode } from './failure-causes.ts'
import { countOfMessage } from './lanes.ts'
import { states } from './ledger.ts'

/** Starts what is due; returns how many messages that were. */
export async function startDue(db: Db, limit: number): Promise<number> {
  return transaction(db, async (tx) => {
    const started = await startDueMessages(tx, limit)
    for (const { project, id } of started) {
      await recordSystemActivity(tx, project, { event: 'message.start', resource: `message/${id}` })
    }
    return started.length
  })
}

/**
 * Writes one page of the ledger of one message that is being prepared; the last page lets it be sent. False where there is
 * nothing to write, or others are at it.
 */
export async function prepareNext(db: Db, pageSize: number): Promise<boolean> {
  return transaction(db, async (tx) => {
    const message = await lockPreparing(tx)
    if (!message) return false
    const routing = await routingOf(tx, message.project, message.type, message.providerId)
    const written = await writeNextPage(tx, message, message, {
      routing,
      written: message.written ?? nothingWritten,
      pageSize,
    })
    if (!isAllWritten(message, written)) await saveWritten(tx, message.seq, written)
    else {
      if ((await countOfMessage(tx, message.seq)) >= worthDescribing) await describeLedger(tx)
      await moveToSending(tx, message.seq)
    }
    return true
  })
}

/** Rows of a message from which on a plan made without knowing of them does harm. */
const worthDescribing = 1000

/**
 * Tells the planner of what was just written. Left to the next upkeep, it takes the message for a few rows, and sorts a
 * hundred thousand for a page of 25. A sample of 3,000 rows, a tenth of the usual, is enough and takes some 30 ms. Nothing waits for
 * it: where somebody vacuums the table, or describes it just now, that has to do.
 */
async function describeLedger(tx: Db): Promise<void> {
  await sql`set local default_statistics_target = 10`.execute(tx)
  await sql`analyze (skip_locked) deliveries`.execute(tx)
}

/** Ends the messages that have nothing left to do, and brings the counts of those that have up to date. */
export async function finishAndCount(db: Db): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    select m.seq from messages m
    where m.phase = 'sending' and not exists (
      select from lanes l where l.message = m.seq and (l.pending > 0 or l.sending > 0)
    )
    limit 100
  `.execute(db)
  for (const { seq } of rows) await finish(db, seq)
  await syncCounts(db)
  return rows.length
}

async function finish(db: Db, seq: number): Promise<void> {
  await transaction(db, async (tx) => {
    const finished = await finishMessage(tx, seq, await errorTexts(tx, seq))
    if (!finished) return
    const { project, id, status } = finished
    const changes = { status: ['processing', status] as const }
    await recordSystemActivity(tx, project, { event: 'message.finish', resource: `message/${id}`, changes })
  })
}

/** At most a hundred texts, each naming the address and what was said of it. */
export async function errorTexts(db: Db, message: number): Promise<string[]> {
  const { rows } = await sql<{
    identifier: string
    cause: number
    code: string | null
    response: string | null
  }>`
    select d.identifier, d.error_code as code, last.response
    from deliveries d
    left join lateral (
      select response from delivery_attempts a where a.message = d.message and a.n = d.n order by a.seq desc limit 1
    ) last on true
    where d.message = ${message} and d.state in (${states.failed}, ${states.inDoubt})
    order by d.n limit 100
  `.execute(db)
  if (rows.length > 0 && rows.every((row) => row.code === 'NO_PROVIDER'))
    return ['No enabled provider found.']
  return rows.map(({ identifier, code, response }) => `${identifier}: ${response || explainCode(code ?? '')}`)
}

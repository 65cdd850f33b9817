// A deleted person goes from the ledger: where his address stood there is a keyed hash, so that rows of one address can still be
// told from those of another, but not whose it was. What was still to be sent to him is not sent.
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import { eraseFromActivity } from '../logs/erasure.ts'
import { replaceDeliveryErrors } from '../messages/progress.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { removeSuppressionsOf } from '../suppressions/dead.ts'
import {
  type Erasure,
  hasDueErasures,
  lockDueErasures,
  postponeErasures,
  settleErasures,
} from '../users/erasures.ts'
import { reasonCodes, states } from './ledger.ts'
import { errorTexts } from './progress.ts'
import { countOutcomes } from './statistics.ts'

const peopleAtOnce = 100
const onTheirWaySeconds = 10

/** One step, of at most `limit` rows; returns whether there may be more to do at once. */
export async function eraseDeletedPeople(db: Db, secrets: Secrets, limit: number): Promise<boolean> {
  if (!(await hasDueErasures(db))) return false
  return transaction(db, async (tx) => {
    const due = await lockDueErasures(tx, peopleAtOnce)
    if (due.length === 0) return false
    const people = due.map(({ person }) => person)
    const deliveries = await eraseFromLedger(tx, secrets, people, limit)
    const entries = await eraseFromActivity(tx, people, limit)
    if (deliveries === limit || entries === limit) return true

    const busy = await stillInLedger(tx, due)
    await postponeErasures(tx, busy, onTheirWaySeconds)
    await removeSuppressionsOf(tx, people)
    await settleErasures(
      tx,
      people.filter((person) => !busy.includes(person)),
    )
    return due.length === peopleAtOnce
  })
}

/** Whose rows are being sent, or held by somebody who is about to. */
async function stillInLedger(tx: Db, due: readonly Erasure[]): Promise<number[]> {
  const { rows } = await sql<{ person: number }>`
    select person from unnest(${due.map(({ person }) => person)}::int8[]) as e(person)
    where exists (select from deliveries d where d.user_seq = e.person)
  `.execute(tx)
  return rows.map(({ person }) => person)
}

type Found = { message: number; n: number; project: number; identifier: string; identifier_key: string }

async function eraseFromLedger(
  tx: Db,
  secrets: Secrets,
  people: readonly number[],
  limit: number,
): Promise<number> {
  const { rows } = await sql<Found>`
    select d.message, d.n, d.project, d.identifier, d.identifier_key from deliveries d
    where d.user_seq = any(${[...people]}::int8[]) and d.state <> ${states.sending}
    order by d.user_seq, d.message limit ${limit} for update skip locked
  `.execute(tx)
  if (rows.length === 0) return 0
  const found = rows.map((row) => ({ ...row, erased: erasedIdentifier(secrets, row) }))
  await eraseRows(tx, found)
  await eraseFromAttempts(tx, found)
  for (const message of new Set(rows.map((row) => row.message))) {
    await replaceDeliveryErrors(tx, message, await errorTexts(tx, message))
  }
  return rows.length
}

/** One address has one hash in a project, so that it is still one row in a message. */
function erasedIdentifier(
  secrets: Secrets,
  { project, identifier_key }: { readonly project: number; readonly identifier_key: string },
): string {
  const hash = createHmac('sha256', secrets.keyFor('erasure'))
    .update(`${project}:${identifier_key}`)
    .digest('hex')
  return `erased:${hash.slice(0, 32)}`
}

type Erased = Found & { readonly erased: string }

async function eraseRows(tx: Db, found: readonly Erased[]): Promise<void> {
  const column = <Key extends keyof Erased>(key: Key) => found.map((row) => row[key])
  await sql`
    with found as (
      select * from unnest(${column('message')}::int8[], ${column('n')}::int4[], ${column('erased')}::text[])
        as f(message, n, erased)
    ), unsent as (
      select d.message, d.n, d.provider from found f join deliveries d on d.message = f.message and d.n = f.n
      where d.state = ${states.pending}
    ), erased as (
      update deliveries d set
        user_seq = null, identifier = f.erased, identifier_key = f.erased, reason = ${sql.lit(reasonCodes.personDeleted)},
        state = case when d.state = ${states.pending} then ${states.skipped} else d.state end,
        next_attempt_at = null, updated_at = app.now()
      from found f where d.message = f.message and d.n = f.n
    ), lane as (
      select l.seq, u.total from lanes l
      join (select message, provider, count(*)::int as total from unsent group by message, provider) u
        on u.message = l.message and u.provider = l.provider
      order by l.seq for update of l
    ), counted as (
      update lanes l set pending = l.pending - lane.total, skipped = l.skipped + lane.total
      from lane where l.seq = lane.seq
      returning l.message, l.provider, l.test, lane.total
    ), noted as (${countOutcomes(sql`
      select m.project, c.provider, m.type, 0 as sent, 0 as failed, 0 as in_doubt, 0 as cancelled, sum(c.total)::int as skipped
      from counted c join messages m on m.seq = c.message where not c.test group by m.project, c.provider, m.type`)}
    )
    select 1
  `.execute(tx)
}

/** Providers like to repeat whom they refuse. */
async function eraseFromAttempts(tx: Db, found: readonly Erased[]): Promise<void> {
  const patterns = found.map(({ identifier }) => patternOf(identifier))
  await sql`
    update delivery_attempts a set response = regexp_replace(a.response, f.pattern, f.erased, 'gi')
    from unnest(
      ${found.map((row) => row.message)}::int8[], ${found.map((row) => row.n)}::int4[], ${patterns}::text[],
      ${found.map((row) => row.erased)}::text[]
    ) as f(message, n, pattern, erased)
    where a.message = f.message and a.n = f.n and a.response ~* f.pattern
  `.execute(tx)
}

/** The identifier as it stands; of a number also without its plus. */
function patternOf(identifier: string): string {
  const literally = identifier.replace(/^\+/, '').replace(/[^\p{L}\p{N}]/gu, '\\$&')
  return identifier.startsWith('+') ? `\\+?${literally}` : literally
}

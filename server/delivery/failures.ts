// What failed and what is in doubt, by cause. Read from the index `deliveries_not_well` alone: of a million rows that failed
// for one cause, the first and the last are looked up, and the rest is counted in pieces.
import { sql } from 'kysely'
import type { FailureGroup, Failures } from '../../contract/explanations.ts'
import type { Db } from '../db/database.ts'
import { findMessageRow } from '../messages/progress.ts'
import { readDeliveries } from './deliveries.ts'
import { explanations, failureCauseOf } from './failure-causes.ts'
import { causeOf, isPermanent, stateCodes, stateOf } from './ledger.ts'

type State = typeof stateCodes.failed | typeof stateCodes.inDoubt

type Group = {
  readonly state: State
  readonly error_code: string
  readonly cause: number
  readonly first_at: string
  readonly last_at: string
  /** The numbers of the last rows. */
  readonly last: readonly number[]
}

type CountedGroup = Group & { readonly count: number }

const mostGroups = 100
const samples = 3

export async function failuresOf(
  db: Db,
  project: number,
  messageId: string,
  { countedAtOnce = 50_000 } = {},
): Promise<Failures> {
  const { seq } = await findMessageRow(db, project, messageId)
  const totals = await totalsOf(db, seq)
  const causes = (state: State) => causesOf(db, { project, message: seq, state, countedAtOnce })
  return {
    failed: { total: totals.failed, causes: await causes(stateCodes.failed) },
    inDoubt: { total: totals.inDoubt, causes: await causes(stateCodes.inDoubt) },
  }
}

async function totalsOf(db: Db, message: number): Promise<{ failed: number; inDoubt: number }> {
  const { rows } = await sql<{ failed: number; inDoubt: number }>`
    select coalesce(sum(failed), 0)::int as failed, coalesce(sum(in_doubt), 0)::int as "inDoubt"
    from lanes where message = ${message}
  `.execute(db)
  return rows[0] ?? { failed: 0, inDoubt: 0 }
}

type Asked = {
  readonly project: number
  readonly message: number
  readonly state: State
  /** Rows counted by one statement. */
  readonly countedAtOnce: number
}

async function causesOf(db: Db, { project, message, state, countedAtOnce }: Asked): Promise<FailureGroup[]> {
  const counted: CountedGroup[] = []
  for (const group of await groupsOf(db, message, state)) {
    counted.push({ ...group, count: await countGroup(db, message, group, countedAtOnce) })
  }
  counted.sort((one, other) => other.count - one.count)
  const rows = await readDeliveries(
    db,
    project,
    message,
    counted.flatMap(({ last }) => last),
  )
  return counted.map((group) => ({
    ...told(group),
    count: group.count,
    firstAt: group.first_at,
    lastAt: group.last_at,
    samples: group.last.flatMap((n) => rows.get(n) ?? []),
  }))
}

function told({ state, error_code: code, cause: number }: Group) {
  const ledgerCause = causeOf(number)
  const cause = failureCauseOf(ledgerCause, code)
  const status = stateOf(state) as FailureGroup['status']
  return { status, code, cause, ...explanations[cause], permanent: isPermanent(ledgerCause) }
}

/** From one code and cause the index leads on to the next, past all rows that share it. */
async function groupsOf(db: Db, message: number, state: State): Promise<Group[]> {
  const inState = sql`d.message = ${message} and d.state = ${sql.lit(state)}`
  const inGroup = sql`${inState} and d.error_code = g.error_code and d.cause = g.cause`
  const { rows } = await sql<Group>`
    with recursive groups(error_code, cause) as (
      (select d.error_code, d.cause from deliveries d where ${inState}
        and d.error_code is not null and d.cause is not null order by d.error_code, d.cause limit 1)
      union all
      select next.error_code, next.cause from groups g cross join lateral (
        select d.error_code, d.cause from deliveries d
        where ${inState} and (d.error_code, d.cause) > (g.error_code, g.cause)
        order by d.error_code, d.cause limit 1
      ) next
    )
    select ${state}::int as state, g.error_code, g.cause,
      (select d.updated_at from deliveries d where ${inGroup} order by d.updated_at, d.n limit 1) as first_at,
      (select d.updated_at from deliveries d where ${inGroup} order by d.updated_at desc, d.n desc limit 1) as last_at,
      array(select d.n from deliveries d where ${inGroup} order by d.updated_at desc, d.n desc limit ${samples}) as last
    from (select * from groups limit ${mostGroups}) g
  `.execute(db)
  // One that was settled or opened again meanwhile has no first row any more.
  return rows.filter(({ first_at }) => first_at !== null)
}

async function countGroup(db: Db, message: number, group: Group, atOnce: number): Promise<number> {
  let total = 0
  let after: Counted | undefined
  do {
    after = await countPiece(db, message, group, atOnce, after)
    total += after.counted
  } while (after.counted === atOnce)
  return total
}

type Counted = { readonly counted: number; readonly at: string; readonly n: number }

async function countPiece(
  db: Db,
  message: number,
  { state, error_code, cause }: Group,
  atOnce: number,
  after: Counted | undefined,
): Promise<Counted> {
  const behind = after && sql`and (d.updated_at, d.n) > (${after.at}::timestamptz, ${after.n}::int4)`
  const { rows } = await sql<Counted>`
    with piece as materialized (
      select d.updated_at, d.n from deliveries d
      where d.message = ${message} and d.state = ${sql.lit(state)} and d.error_code = ${error_code}
        and d.cause = ${cause}::smallint ${behind ?? sql``}
      order by d.updated_at, d.n limit ${atOnce}
    )
    select (select count(*)::int from piece) as counted, updated_at as at, n
    from piece order by updated_at desc, n desc limit 1
  `.execute(db)
  return rows[0] ?? { counted: 0, at: '', n: 0 }
}

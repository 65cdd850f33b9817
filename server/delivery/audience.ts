// Who gets a message. Resolved once, when the message starts, page by page into the ledger: that snapshot is what is sent.
import { sql } from 'kysely'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import type { Routing } from '../providers/routing.ts'
import { type AudienceSource, type Step, stepsOf, targetsOf } from './audience-steps.ts'
import { causes, reasonCodes, roleCodes, stateCodes, states, viaBits } from './ledger.ts'
import { countOutcomes } from './statistics.ts'

/** How far the ledger of a message has been written. */
export type Written = {
  readonly step: number
  /** `seq` of the last row of this step. */
  readonly after: number
  /** The last number that was given to a row; one that was there already leaves a gap. */
  readonly n: number
}

export const nothingWritten: Written = { step: 0, after: 0, n: 0 }

export function isAllWritten(source: AudienceSource, { step }: Written): boolean {
  return step >= stepsOf(source).length
}

const viaOf = { topic: viaBits.topic, users: viaBits.user, targets: viaBits.target } as const

type StartedMessage = { readonly seq: number; readonly project: number; readonly startedAt: string }

type LaneShare = { provider: number; state: number; total: number }
type Page = { last: number | null; found: number; lanes: LaneShare[] }

/**
 * Writes the next page of a message's ledger and returns how far it is. Running it again with the same `written` does no harm: an
 * address that has a row keeps it.
 */
export async function writeNextPage(
  tx: Db,
  message: StartedMessage,
  source: AudienceSource,
  { routing, written, pageSize }: { routing: Routing; written: Written; pageSize: number },
): Promise<Written> {
  const step = stepsOf(source)[written.step]
  if (!step) return written
  const page = await writePage(tx, message, source.type, step, routing, written, pageSize)
  await addToLanes(tx, message.seq, page.lanes, routing)
  await countAtOnce(tx, message.project, source.type, page.lanes, routing)
  const exhausted = page.found < pageSize
  return {
    step: exhausted ? written.step + 1 : written.step,
    after: exhausted ? 0 : (page.last ?? written.after),
    n: written.n + page.found,
  }
}

async function writePage(
  tx: Db,
  message: StartedMessage,
  type: ChannelType,
  step: Step,
  routing: Routing,
  written: Written,
  pageSize: number,
): Promise<Page> {
  const via = step.role === 'to' ? viaOf[step.kind] : viaBits.copy
  const source = targetsOf(step, message.project, type, sql`> ${written.after}`)
  const { rows } = await sql<Page>`
    with found as materialized (
      select source.*, row_number() over (order by ord) as k from (${source} order by ord limit ${pageSize}) source
    ), routed as (
      select f.*, coalesce(own.seq, ${routing.fallback ?? 0}::int8) as provider, s.seq is not null as suppressed
      from found f
      left join unnest(${routing.enabled.map((one) => one.id)}::text[], ${routing.enabled.map((one) => one.seq)}::int8[])
        as own(id, seq) on own.id = f.provider_id
      left join suppressions s on s.project = ${message.project} and s.identifier_key = f.identifier_key
    ), written as (
      insert into deliveries as d (
        message, n, project, target, user_seq, provider, role, via, identifier, identifier_key, state, reason, cause,
        error_code, created_at
      )
      select ${message.seq}::int8, ${written.n}::int4 + k, ${message.project}::int8, seq, user_seq, provider,
        ${sql.lit(roleCodes[step.role])}, ${sql.lit(via)}, identifier, identifier_key,
        case
          when expired or suppressed then ${states.skipped}
          when provider = 0 then ${states.failed}
          else ${states.pending}
        end,
        case when expired then ${sql.lit(reasonCodes.expired)} when suppressed then ${sql.lit(reasonCodes.suppressed)} end,
        case when provider = 0 and not expired and not suppressed then ${causes.noProvider} end,
        case when provider = 0 and not expired and not suppressed then 'NO_PROVIDER' end,
        ${message.startedAt}::timestamptz
      from routed
      -- By the index alone, whatever the planner believes of a table that was empty a moment ago.
      on conflict (project, identifier_key, message) do update set via = d.via | excluded.via
        where d.via & excluded.via <> excluded.via
      -- A row that was there has been locked by its update, which xmax tells.
      returning provider, state, xmax = 0 as inserted
    )
    select
      (select max(ord) from found) as last,
      (select count(*)::int from found) as found,
      coalesce(
        (select jsonb_agg(share) from (
          select provider, state, count(*)::int as total from written where inserted group by provider, state
        ) share),
        '[]'
      ) as lanes
  `.execute(tx)
  const [page] = rows
  if (!page) throw new Error('the ledger answered nothing')
  return page
}

async function addToLanes(
  tx: Db,
  message: number,
  shares: readonly LaneShare[],
  routing: Routing,
): Promise<void> {
  for (const { provider, state, total } of shares) {
    const counts = {
      pending: state === stateCodes.pending ? total : 0,
      failed: state === stateCodes.failed ? total : 0,
      skipped: state === stateCodes.skipped ? total : 0,
    }
    await tx
      .insertInto('lanes')
      .values({
        message,
        provider,
        test: isTest(routing, provider),
        ...counts,
      })
      .onConflict((conflict) =>
        conflict.columns(['message', 'provider']).doUpdateSet({
          pending: sql`lanes.pending + excluded.pending`,
          failed: sql`lanes.failed + excluded.failed`,
          skipped: sql`lanes.skipped + excluded.skipped`,
        }),
      )
      .execute()
  }
}

/** What is skipped, or has no provider, has its outcome as it is written. */
async function countAtOnce(
  tx: Db,
  project: number,
  type: ChannelType,
  shares: readonly LaneShare[],
  routing: Routing,
): Promise<void> {
  const ended = shares.filter(
    ({ provider, state }) => state !== stateCodes.pending && !isTest(routing, provider),
  )
  if (ended.length === 0) return
  const column = (key: keyof LaneShare) => ended.map((share) => share[key])
  await countOutcomes(sql`
    select ${project}::int8 as project, provider, ${type}::text as type, 0 as sent,
      (coalesce(sum(total) filter (where state = ${states.failed}), 0))::int as failed, 0 as in_doubt, 0 as cancelled,
      (coalesce(sum(total) filter (where state = ${states.skipped}), 0))::int as skipped
    from unnest(${column('provider')}::int8[], ${column('state')}::int[], ${column('total')}::int[]) as e(provider, state, total)
    group by provider
  `).execute(tx)
}

function isTest(routing: Routing, provider: number): boolean {
  return routing.enabled.some((one) => one.seq === provider && one.test)
}

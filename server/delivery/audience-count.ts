// Whom a message would reach if it started now, counted: whole where that takes no more than two seconds. Of a larger audience as
// far as it got; the same question then goes on from there, as long as it is asked again soon and in the same process.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Audience, AudienceDraft } from '../../contract/messages.ts'
import type { Db } from '../db/database.ts'
import type { Routing } from '../providers/routing.ts'
import { atTheBeginning, isInAnyOf, type Place, type Step, stepsOf, targetsOf } from './audience-steps.ts'
import { reasonCodes } from './ledger.ts'

export type CountAudience = (
  db: Db,
  project: number,
  draft: AudienceDraft,
  routing: Routing,
) => Promise<Audience>

type Limits = {
  /** How long one call counts. */
  readonly patienceMs?: number
  /** Rows of the first statement; those that follow read as many as take some 40 ms. */
  readonly firstRows?: number
  /** Counts that are remembered. */
  readonly most?: number
  /** One that nobody asked for again for so long, or that began so long ago, begins anew: what it counted has changed. */
  readonly idleMs?: number
  readonly oldestMs?: number
  readonly clock?: () => number
}

const statementMs = 40
const mostRows = 50_000

type Sums = {
  people: number
  duplicates: number
  /** By the providers' `seq`. */
  readonly recipients: Map<number, number>
  /** By the ledger's numbers of reasons. */
  readonly skipped: Map<number, number>
}

type Count = {
  /** Undefined when all is counted. */
  place: Place | undefined
  readonly sums: Sums
  rowsAtOnce: number
  readonly begunAt: number
  askedAt: number
  /** Who asks the same while it is being counted waits for the same answer. */
  running: Promise<void> | undefined
}

export function createAudienceCounts({
  patienceMs = 2000,
  firstRows = 2000,
  most = 100,
  idleMs = 30_000,
  oldestMs = 300_000,
  clock = () => performance.now(),
}: Limits = {}): CountAudience {
  const counts = new Map<string, Count>()

  function countOf(key: string): Count {
    const now = clock()
    const known = counts.get(key)
    const isFresh = known && now - known.askedAt <= idleMs && now - known.begunAt <= oldestMs
    const count = isFresh ? known : newCount(now, firstRows)
    count.askedAt = now
    // The one that was asked for last comes last, and the first goes.
    counts.delete(key)
    counts.set(key, count)
    const [oldest] = counts.keys()
    if (counts.size > most && oldest !== undefined) counts.delete(oldest)
    return count
  }

  return async (db, project, draft, routing) => {
    const key = keyOf(project, draft, routing)
    const count = countOf(key)
    const isFirst = count.place?.step === 0 && count.place.after === 0
    const until = clock() + patienceMs
    count.running ??= goOn(db, project, draft, routing, count, () => clock() < until).finally(() => {
      count.running = undefined
    })
    try {
      await count.running
    } catch (error) {
      counts.delete(key)
      throw error
    }
    // What is counted in one go is counted anew each time: it costs little, and is never old.
    if (isFirst && !count.place) counts.delete(key)
    return toAudience(count, routing)
  }
}

function newCount(now: number, firstRows: number): Count {
  const sums = { people: 0, duplicates: 0, recipients: new Map(), skipped: new Map() }
  return {
    place: atTheBeginning,
    sums,
    rowsAtOnce: firstRows,
    begunAt: now,
    askedAt: now,
    running: undefined,
  }
}

/** Which provider gets what belongs to it: a count goes on only as long as that is the same. */
function keyOf(project: number, draft: AudienceDraft, routing: Routing): string {
  return createHash('sha256')
    .update(JSON.stringify([project, draft, routing]))
    .digest('base64')
}

async function goOn(
  db: Db,
  project: number,
  draft: AudienceDraft,
  routing: Routing,
  count: Count,
  hasTime: () => boolean,
): Promise<void> {
  const source = { ...draft, type: draft.providerType }
  const steps = stepsOf(source)
  do {
    const { place } = count
    const step = place && steps[place.step]
    if (!step) {
      count.place = undefined
      return
    }
    const began = performance.now()
    const shares = await readShares(db, project, steps, place, routing, draft.providerType, count.rowsAtOnce)
    addTo(count.sums, shares)
    count.place = placeAfter(place, shares, count.rowsAtOnce)
    count.rowsAtOnce = nextSize(count.rowsAtOnce, performance.now() - began)
  } while (hasTime())
  if (count.place && !steps[count.place.step]) count.place = undefined
}

function nextSize(rows: number, tookMs: number): number {
  const fitting = Math.round((rows * statementMs) / Math.max(tookMs, 1))
  return Math.max(Math.min(fitting, rows * 2, mostRows), 1)
}

type Share = {
  readonly provider: number
  readonly skipped: number
  readonly recipients: number
  readonly people: number
  /** Those that an earlier step has as well. */
  readonly repeated: number
  readonly last: number
}

function placeAfter({ step, after }: Place, shares: readonly Share[], atOnce: number): Place {
  const found = shares.reduce((sum, share) => sum + share.recipients + share.repeated, 0)
  if (found < atOnce) return { step: step + 1, after: 0 }
  return { step, after: shares.reduce((last, share) => Math.max(last, share.last), after) }
}

/**
 * An address counts in the first step that has it. A person counts with the first of his targets, in the order of insertion, that
 * gets something by any step: so neither takes a memory of all those before.
 */
async function readShares(
  db: Db,
  project: number,
  steps: readonly Step[],
  { step: index, after }: Place,
  routing: Routing,
  type: AudienceDraft['providerType'],
  limit: number,
): Promise<Share[]> {
  const step = steps[index]
  if (!step) return []
  const { rows } = await sql<Share>`
    with found as materialized (
      select source.* from (${targetsOf(step, project, type, sql`> ${after}`)} order by ord limit ${limit}) source
    ), judged as (
      select f.ord, f.seq, f.user_seq, coalesce(own.seq, ${routing.fallback ?? 0}::int8) as provider,
        ${isInAnyOf(steps.slice(0, index), project, 'f')} as repeated,
        case
          when f.expired then ${sql.lit(reasonCodes.expired)}
          when s.seq is not null then ${sql.lit(reasonCodes.suppressed)}
          else 0
        end as skipped
      from found f
      left join unnest(${routing.enabled.map((one) => one.id)}::text[], ${routing.enabled.map((one) => one.seq)}::int8[])
        as own(id, seq) on own.id = f.provider_id
      left join suppressions s on s.project = ${project} and s.identifier_key = f.identifier_key
    ), told as (
      select j.*, j.skipped = 0 and not j.repeated and not exists (
        select from targets o
        where o.user_seq = j.user_seq and o.seq < j.seq and o.type = ${type} and not o.expired
          and not exists (
            select from suppressions os where os.project = ${project} and os.identifier_key = o.identifier_key
          )
          and ${isInAnyOf(steps, project, 'o')}
      ) as is_person
      from judged j
    )
    select provider, skipped, (count(*) filter (where not repeated))::int as recipients,
      (count(*) filter (where is_person))::int as people, (count(*) filter (where repeated))::int as repeated,
      max(ord)::int8 as last
    from told group by provider, skipped
  `.execute(db)
  return rows
}

function addTo(sums: Sums, shares: readonly Share[]): void {
  for (const { provider, skipped, recipients, people, repeated } of shares) {
    sums.people += people
    sums.duplicates += repeated
    if (recipients === 0) continue
    const [kind, key] = skipped === 0 ? [sums.recipients, provider] : [sums.skipped, skipped]
    kind.set(key, (kind.get(key) ?? 0) + recipients)
  }
}

function toAudience({ sums, place }: Count, routing: Routing): Audience {
  const byProvider = [...sums.recipients]
    .sort(([one], [other]) => one - other)
    .map(([seq, recipients]) => {
      const provider = routing.enabled.find((one) => one.seq === seq)
      return {
        providerId: provider?.id ?? null,
        name: provider?.name ?? '',
        test: provider?.test ?? false,
        recipients,
      }
    })
  return {
    recipients: byProvider.reduce((sum, { recipients }) => sum + recipients, 0),
    people: sums.people,
    byProvider,
    duplicates: sums.duplicates,
    skipped: (['expired', 'suppressed'] as const).flatMap((reason) => {
      const count = sums.skipped.get(reasonCodes[reason]) ?? 0
      return count > 0 ? [{ reason, count }] : []
    }),
    exact: place === undefined,
  }
}

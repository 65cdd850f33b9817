// What came about, quarter by quarter: counted by whoever writes results, in the same statement, and never from the ledger.
import { type RawBuilder, sql } from 'kysely'
import type { Reply } from '../../contract/endpoint.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { stats } from '../../contract/stats.ts'
import { type OutcomeCounts, type StatsQuery, type StatsSpan, statsDays } from '../../contract/stats.ts'
import type { Db } from '../db/database.ts'
import { isUnknownTimeZone } from '../db/errors.ts'
import { wrongParam } from '../http/refusal.ts'

/** Days that statistics are kept: a year, and the month in which one looks back at it. */
const keptDays = 400

/**
 * Adds outcomes to the quarter of now: the body of a `with` part. `rows` are `project, provider, type, sent, failed,
 * in_doubt, cancelled, skipped`, without those of test providers.
 */
export function countOutcomes(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  // In one order, so that two who count for the same providers do not wait for each other.
  return sql`
    insert into statistics as s (project, quarter, provider, type, sent, failed, in_doubt, cancelled, skipped)
    select project, date_bin('15 minutes', app.now(), 'epoch'), provider, type, sent, failed, in_doubt, cancelled, skipped
    from (${rows}) outcomes
    where sent + failed + in_doubt + cancelled + skipped > 0
    order by project, provider, type
    on conflict (project, quarter, provider, type) do update set
      sent = s.sent + excluded.sent, failed = s.failed + excluded.failed, in_doubt = s.in_doubt + excluded.in_doubt,
      cancelled = s.cancelled + excluded.cancelled, skipped = s.skipped + excluded.skipped`
}

type Bounds = { zone: string; from: string; to: string; isEmpty: boolean; isTooLong: boolean }

export async function readStats(
  db: Db,
  project: number,
  query: StatsQuery,
): Promise<Reply<(typeof stats)['get']>> {
  const bounds = await boundsOf(db, project, query)
  const spans = toSpans(await countsOf(db, project, query, bounds))
  return { interval: query.interval, timeZone: bounds.zone, totals: sumOf(spans), spans }
}

async function boundsOf(
  db: Db,
  project: number,
  { interval, from, to, timeZone }: StatsQuery,
): Promise<Bounds> {
  refuseAncient('from', from)
  refuseAncient('to', to)

  const { longest, usual } = statsDays[interval]
  const { rows } = await sql<Bounds>`
    select zone, date_trunc(${interval}, f, zone) as from, t as to,
      f >= t as "isEmpty", t - f > make_interval(hours => ${longest * 24}) as "isTooLong"
    from (
      select coalesce(nullif(${timeZone}::text, ''), nullif(p.time_zone, ''), 'UTC') as zone, ends.t,
        coalesce(${from ?? null}::timestamptz, ends.t - make_interval(hours => ${usual * 24})) as f
      from projects p, (select coalesce(${to ?? null}::timestamptz, app.now()) as t) ends
      where p.seq = ${project}
    ) asked
  `
    .execute(db)
    .catch((error: unknown) => {
      throw isUnknownTimeZone(error) ? unknownZone() : error
    })
  const [bounds] = rows
  if (!bounds) throw new Error(`project ${project} is gone`)
  if (bounds.isEmpty) throw wrongParam('from', 'must be before `to`')
  if (bounds.isTooLong) throw wrongParam('from', `must be at most ${longest} days before \`to\``)
  return bounds
}

/** PostgreSQL has no year 0. */
function refuseAncient(path: string, instant: string | undefined): void {
  if (instant !== undefined && instant < '1000') throw wrongParam(path, 'must be a date in this age')
}

function unknownZone() {
  return wrongParam('timeZone', 'must be a time zone such as Europe/Berlin')
}

type Row = { from: string; to: string; providerId: string | null; name: string | null } & (
  | ({ type: ChannelType } & OutcomeCounts)
  | { type: null }
)

/** A row for each provider in each span, and one without a type for a span without anything. */
async function countsOf(
  db: Db,
  project: number,
  { interval, providerId, providerType }: StatsQuery,
  { zone, from, to }: Bounds,
): Promise<Row[]> {
  // Each hour and each day holds at least one of such steps, whatever its zone.
  const step = { hour: '30 minutes', day: '6 hours' }[interval]
  const { rows } = await sql<Row>`
    with starts as (
      -- On beyond the end, so that the last span has an end too. A day has up to 25 hours.
      select distinct date_trunc(${interval}::text, step, ${zone}::text) as "from"
      from generate_series(${from}::timestamptz, ${to}::timestamptz + interval '31 hours', ${step}::interval) step
    ), spans as (
      select "from", lead("from") over (order by "from") as "to" from starts
    )
    select spans."from", spans."to", p.id as "providerId", p.name, c.type, c.sent, c.failed, c.in_doubt as "inDoubt",
      c.cancelled, c.skipped
    from spans
    left join lateral (
      select s.provider, s.type, sum(s.sent)::int as sent, sum(s.failed)::int as failed,
        sum(s.in_doubt)::int as in_doubt, sum(s.cancelled)::int as cancelled, sum(s.skipped)::int as skipped
      from statistics s
      where s.project = ${project} and s.quarter >= spans."from" and s.quarter < spans."to"
        and (${providerType ?? null}::text is null or s.type = ${providerType ?? null}::text)
        and (${providerId ?? null}::text is null
          or s.provider = (select seq from providers where project = ${project} and id = ${providerId ?? null}::text))
      group by s.provider, s.type
    ) c on true
    left join providers p on p.seq = c.provider and p.project = ${project}
    where spans."from" < ${to}::timestamptz
    order by spans."from", p.seq nulls last, c.type
  `.execute(db)
  return rows
}

function toSpans(rows: readonly Row[]): StatsSpan[] {
  const spans = new Map<string, Pick<StatsSpan, 'from' | 'to' | 'providers'>>()
  for (const row of rows) {
    const span = spans.get(row.from) ?? { from: row.from, to: row.to, providers: [] }
    spans.set(row.from, span)
    if (row.type === null) continue
    addProvider(span.providers, {
      providerId: row.providerId,
      name: row.name ?? '',
      providerType: row.type,
      ...countsIn(row),
    })
  }
  return [...spans.values()].map((span) => ({ ...span, ...sumOf(span.providers) }))
}

/** Providers that are gone are one. */
function addProvider(providers: StatsSpan['providers'], next: StatsSpan['providers'][number]): void {
  const last = providers.at(-1)
  if (
    last &&
    next.providerId === null &&
    last.providerId === null &&
    last.providerType === next.providerType
  ) {
    Object.assign(last, sumOf([last, next]))
  } else providers.push(next)
}

function countsIn({ sent, failed, inDoubt, cancelled, skipped }: OutcomeCounts): OutcomeCounts {
  return { sent, failed, inDoubt, cancelled, skipped }
}

function sumOf(counts: readonly OutcomeCounts[]): OutcomeCounts {
  const none = { sent: 0, failed: 0, inDoubt: 0, cancelled: 0, skipped: 0 }
  return counts.reduce<OutcomeCounts>(
    (sum, one) => ({
      sent: sum.sent + one.sent,
      failed: sum.failed + one.failed,
      inDoubt: sum.inDoubt + one.inDoubt,
      cancelled: sum.cancelled + one.cancelled,
      skipped: sum.skipped + one.skipped,
    }),
    none,
  )
}

/** Removes what is older than statistics are kept; returns how many rows that were. */
export async function sweepStatistics(db: Db, limit: number): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    with removed as (
      delete from statistics where seq in (
        select seq from statistics where quarter < app.now() - make_interval(days => ${keptDays}) limit ${limit}
      )
      returning 1
    )
    select count(*)::int as removed from removed
  `.execute(db)
  return rows[0]?.removed ?? 0
}

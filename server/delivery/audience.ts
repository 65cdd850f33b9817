// Who gets a message. Resolved once, when the message starts, page by page into the ledger: that snapshot is what is sent.
import { type RawBuilder, sql } from 'kysely'
import type { Audience, AudienceDraft } from '../../contract/messages.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import type { Routing } from '../providers/routing.ts'
import { causes, reasonCodes, roleCodes, stateCodes, states, viaBits } from './ledger.ts'
import { countOutcomes } from './statistics.ts'

export type AudienceSource = {
  readonly type: ChannelType
  readonly topics: readonly string[]
  readonly users: readonly string[]
  readonly targets: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
}

/** How far the ledger of a message has been written. */
export type Written = {
  readonly step: number
  /** `seq` of the last row of this step. */
  readonly after: number
  /** The last number that was given to a row; one that was there already leaves a gap. */
  readonly n: number
}

export const nothingWritten: Written = { step: 0, after: 0, n: 0 }

export type Step = {
  readonly kind: 'topic' | 'users' | 'targets'
  readonly ids: readonly string[]
  readonly role: keyof typeof roleCodes
}

/** Copies come last: a cc or bcc address that is also a recipient has only the recipient's row. */
export function stepsOf(source: AudienceSource): Step[] {
  const steps: Step[] = [
    ...source.topics.map((id) => ({ kind: 'topic' as const, ids: [id], role: 'to' as const })),
    { kind: 'users', ids: source.users, role: 'to' },
    { kind: 'targets', ids: source.targets, role: 'to' },
    { kind: 'targets', ids: source.cc, role: 'cc' },
    { kind: 'targets', ids: source.bcc, role: 'bcc' },
  ]
  return steps.filter((step) => step.ids.length > 0)
}

/** The targets of one step, in the order of their `ord`. `page` leaves out what was read before. */
export function targetsOf(
  step: Step,
  project: number,
  type: ChannelType,
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (step.kind === 'topic') {
    return sql`
      select s.seq as ord, t.* from subscribers s join targets t on t.seq = s.target
      where s.topic = (select seq from topics where project = ${project} and id = ${step.ids[0]} and deleted_at is null)
        and s.type = ${type} and s.seq ${page}`
  }
  if (step.kind === 'users') {
    return sql`
      select t.seq as ord, t.* from targets t join users u on u.seq = t.user_seq
      where u.project = ${project} and u.id = any(${step.ids}::text[]) and t.type = ${type} and t.seq ${page}`
  }
  return sql`
    select t.seq as ord, t.* from targets t
    where t.project = ${project} and t.id = any(${step.ids}::text[]) and t.type = ${type} and t.seq ${page}`
}

const viaOf = { topic: viaBits.topic, users: viaBits.user, targets: viaBits.target } as const

type StartedMessage = { readonly seq: number; readonly project: number; readonly startedAt: string }

type LaneShare = { provider: number; state: number; total: number }
type Page = { last: number | null; found: number; lanes: LaneShare[] }

/**
 * Writes the next page of a message's ledger and returns how far it is, or nothing when all is written. Running it again
 * with the same `written` does no harm: an address that has a row keeps it.
 */
export async function writeNextPage(
  tx: Db,
  message: StartedMessage,
  source: AudienceSource,
  { routing, written, pageSize }: { routing: Routing; written: Written; pageSize: number },
): Promise<Written | undefined> {
  const step = stepsOf(source)[written.step]
  if (!step) return undefined
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

/** Above so many subscriptions an exact count would take too long for a request; the topics' counters answer then. */
const countable = 50_000

type Counted = { provider: number; skipped: number; recipients: number; people: number; ways: number }

/** Whom a message would reach if it started now. */
export async function countAudience(
  db: Db,
  project: number,
  draft: AudienceDraft,
  routing: Routing,
): Promise<Audience> {
  const source = { ...draft, type: draft.providerType }
  const subscriptions = await countSubscriptions(db, project, source)
  if (subscriptions > countable)
    return estimate(subscriptions + draft.users.length + draft.targets.length, routing)

  const rows = await countExactly(db, project, source, routing)
  const sum = (list: readonly Counted[], key: 'recipients' | 'people' | 'ways') =>
    list.reduce((total, row) => total + row[key], 0)
  const reached = rows.filter((row) => row.skipped === 0)
  return {
    recipients: sum(reached, 'recipients'),
    people: sum(reached, 'people'),
    byProvider: reached.map((row) => shareOf(routing, row.provider, row.recipients)),
    duplicates: sum(rows, 'ways') - sum(rows, 'recipients'),
    skipped: (['expired', 'suppressed'] as const).flatMap((reason) => {
      const count = sum(
        rows.filter((row) => row.skipped === reasonCodes[reason]),
        'recipients',
      )
      return count > 0 ? [{ reason, count }] : []
    }),
    exact: true,
  }
}

function estimate(recipients: number, routing: Routing): Audience {
  return {
    recipients,
    people: recipients,
    byProvider: [shareOf(routing, routing.fallback ?? 0, recipients)],
    duplicates: 0,
    skipped: [],
    exact: false,
  }
}

function shareOf(routing: Routing, seq: number, recipients: number): Audience['byProvider'][number] {
  const provider = routing.enabled.find((one) => one.seq === seq)
  return {
    providerId: provider?.id ?? null,
    name: provider?.name ?? '',
    test: provider?.test ?? false,
    recipients,
  }
}

async function countSubscriptions(
  db: Db,
  project: number,
  { topics, type }: AudienceSource,
): Promise<number> {
  if (topics.length === 0) return 0
  const { total } = await db
    .selectFrom('topics')
    .select(sql<number>`coalesce(sum(${sql.ref(`${type}_total`)}), 0)::int8`.as('total'))
    .where('project', '=', project)
    .where('id', 'in', [...topics])
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return total
}

async function countExactly(
  db: Db,
  project: number,
  source: AudienceSource,
  routing: Routing,
): Promise<Counted[]> {
  const steps = stepsOf(source)
  if (steps.length === 0) return []
  const ways = sql.join(
    steps.map((step) => sql`(select * from (${targetsOf(step, project, source.type, sql`> 0`)}) step)`),
    sql` union all `,
  )
  const { rows } = await sql<Counted>`
    with ways as (${ways}), once as (
      select seq, min(user_seq) as user_seq, min(identifier_key) as identifier_key, min(provider_id) as provider_id,
        bool_or(expired) as expired, count(*)::int as ways
      from ways group by seq
    ), routed as (
      select o.user_seq, o.ways, coalesce(own.seq, ${routing.fallback ?? 0}::int8) as provider,
        case when o.expired then ${sql.lit(reasonCodes.expired)} when s.seq is not null then ${sql.lit(reasonCodes.suppressed)} else 0 end as skipped
      from once o
      left join unnest(${routing.enabled.map((one) => one.id)}::text[], ${routing.enabled.map((one) => one.seq)}::int8[])
        as own(id, seq) on own.id = o.provider_id
      left join suppressions s on s.project = ${project} and s.identifier_key = o.identifier_key
    )
    select provider, skipped, count(*)::int as recipients, count(distinct user_seq)::int as people, sum(ways)::int as ways
    from routed group by provider, skipped order by provider, skipped
  `.execute(db)
  return rows
}

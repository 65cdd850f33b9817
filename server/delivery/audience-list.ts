// Whom a message would reach if it started now, one by one: the rows that its ledger would get, in their order.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { AudiencePage, AudiencePageQuery, PlannedRecipient } from '../../contract/messages.ts'
import type { Db } from '../db/database.ts'
import { anyOf } from '../http/query/sql-parts.ts'
import { wrongParam } from '../http/refusal.ts'
import { providerOf, type Routing } from '../providers/routing.ts'
import { type AudienceSource, type Step, stepsOf, targetsOf } from './audience.ts'
import { waysTo } from './ways.ts'

type Row = {
  readonly ord: number
  readonly seq: number
  readonly id: string
  readonly user_id: string
  readonly user_name: string
  readonly identifier: string
  readonly provider_id: string | null
  readonly expired: boolean
  readonly suppressed: boolean
  /** An earlier step has it: it is listed there. */
  readonly repeated: boolean
}

/** Where a page begins: in which step, and behind which of its rows. */
type Place = { readonly step: number; readonly after: number }

/** Rows read by one statement. */
const readAtOnce = 500
/** A page that has not been filled by then is shorter: all that was read is in earlier steps. */
const patienceMs = 500

export async function listAudience(
  db: Db,
  project: number,
  { cursor, limit, ...draft }: AudiencePageQuery,
  routing: Routing,
): Promise<AudiencePage> {
  const source = { ...draft, type: draft.providerType }
  const steps = stepsOf(source)
  const found: { row: Row; step: Step }[] = []
  let place: Place | undefined = placeOf(cursor)
  const until = performance.now() + patienceMs
  while (place && found.length < limit && performance.now() < until) {
    const step = steps[place.step]
    if (!step) {
      place = undefined
      break
    }
    const rows = await readStep(db, project, source, steps, place)
    const fresh = rows.filter(({ repeated }) => !repeated).slice(0, limit - found.length)
    found.push(...fresh.map((row) => ({ row, step })))
    place = placeAfter(place, rows, found.length === limit ? fresh.at(-1) : undefined)
  }
  return {
    recipients: await shown(db, project, source, found, routing),
    next: place && steps[place.step] ? `${place.step}.${place.after}` : null,
  }
}

function placeOf(cursor = '0.0'): Place {
  const [, step, after] = /^(\d{1,5})\.(\d{1,15})$/.exec(cursor) ?? []
  if (step === undefined || after === undefined)
    throw wrongParam('cursor', 'is not one that a page gave as `next`')
  return { step: Number(step), after: Number(after) }
}

/** `last`: the row that filled the page. */
function placeAfter(place: Place, rows: readonly Row[], last: Row | undefined): Place {
  const end = rows.at(-1)
  const isWhole = rows.length < readAtOnce && (last === undefined || last === end)
  if (isWhole) return { step: place.step + 1, after: 0 }
  return { step: place.step, after: (last ?? end)?.ord ?? place.after }
}

async function readStep(
  db: Db,
  project: number,
  source: AudienceSource,
  steps: readonly Step[],
  { step: index, after }: Place,
): Promise<Row[]> {
  const step = steps[index]
  if (!step) return []
  const targets = targetsOf(step, project, source.type, sql`> ${after}`)
  const { rows } = await sql<Row>`
    with found as materialized (select source.* from (${targets} order by ord limit ${readAtOnce}) source)
    select f.ord, f.seq, f.id, u.id as user_id, u.name as user_name, f.identifier, f.provider_id, f.expired,
      s.seq is not null as suppressed, ${isInAnyOf(steps.slice(0, index), project)} as repeated
    from found f
    join users u on u.seq = f.user_seq
    left join suppressions s on s.project = ${project} and s.identifier_key = f.identifier_key
    order by f.ord
  `.execute(db)
  return rows
}

/** Whether a target `f` of a person `u` is in one of these steps. */
function isInAnyOf(steps: readonly Step[], project: number): RawBuilder<SqlBool> {
  const topics = steps.filter(({ kind }) => kind === 'topic').flatMap(({ ids }) => ids)
  const named = sql`select seq from topics where project = ${project} and id = any(${topics}::text[]) and deleted_at is null`
  return anyOf([
    topics.length === 0
      ? undefined
      : sql`exists (select from subscribers o where o.target = f.seq and o.topic = any(array(${named})))`,
    ...steps.map(({ kind, ids }) => {
      if (kind === 'topic') return undefined
      return sql<SqlBool>`${kind === 'users' ? sql`u.id` : sql`f.id`} = any(${[...ids]}::text[])`
    }),
  ])
}

async function shown(
  db: Db,
  project: number,
  source: AudienceSource,
  found: readonly { readonly row: Row; readonly step: Step }[],
  routing: Routing,
): Promise<PlannedRecipient[]> {
  const ways = await waysTo(
    db,
    project,
    source,
    found.map(({ row }) => row),
    null,
  )
  return found.map(({ row, step }) => {
    const provider = providerOf(routing, row.provider_id)
    return {
      userId: row.user_id,
      userName: row.user_name,
      targetId: row.id,
      identifier: row.identifier,
      role: step.role,
      providerId: provider?.id ?? null,
      providerName: provider?.name ?? '',
      ways: (ways.get(row.seq) ?? []).flatMap(({ kind, id }) => (id === null ? [] : [{ kind, id }])),
      skipped: row.expired ? 'expired' : row.suppressed ? 'suppressed' : null,
    }
  })
}

// Whom a message would reach if it started now, one by one: the rows that its ledger would get, in their order.
import { sql } from 'kysely'
import type { AudiencePage, AudiencePageQuery, PlannedRecipient } from '../../contract/messages.ts'
import type { Db } from '../db/database.ts'
import { wrongParam } from '../http/refusal.ts'
import { providerOf, type Routing } from '../providers/routing.ts'
import {
  type AudienceSource,
  atTheBeginning,
  isInAnyOf,
  type Place,
  type Step,
  stepsOf,
  targetsOf,
} from './audience-steps.ts'
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

type Found = { readonly row: Row; readonly role: Step['role'] }

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
  const found: Found[] = []
  let place = placeOf(cursor)
  let step = steps[place.step]
  const until = performance.now() + patienceMs
  while (step && found.length < limit && performance.now() < until) {
    const rows = await readStep(db, project, source, steps, place)
    const fresh = rows.filter(({ repeated }) => !repeated).slice(0, limit - found.length)
    for (const row of fresh) found.push({ row, role: step.role })
    place = placeAfter(place, rows, found.length === limit ? fresh.at(-1) : undefined)
    step = steps[place.step]
  }
  return {
    recipients: await shown(db, project, source, found, routing),
    next: step ? `${place.step}.${place.after}` : null,
  }
}

function placeOf(cursor: string | undefined): Place {
  if (cursor === undefined) return atTheBeginning
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
      s.seq is not null as suppressed, ${isInAnyOf(steps.slice(0, index), project, 'f')} as repeated
    from found f
    join users u on u.seq = f.user_seq
    left join suppressions s on s.project = ${project} and s.identifier_key = f.identifier_key
    order by f.ord
  `.execute(db)
  return rows
}

async function shown(
  db: Db,
  project: number,
  source: AudienceSource,
  found: readonly Found[],
  routing: Routing,
): Promise<PlannedRecipient[]> {
  const ways = await waysTo(
    db,
    project,
    source,
    found.map(({ row }) => row),
    null,
  )
  return found.map(({ row, role }) => {
    const provider = providerOf(routing, row.provider_id)
    return {
      userId: row.user_id,
      userName: row.user_name,
      targetId: row.id,
      identifier: row.identifier,
      role,
      providerId: provider?.id ?? null,
      providerName: provider?.name ?? '',
      ways: (ways.get(row.seq) ?? []).flatMap(({ kind, id }) => (id === null ? [] : [{ kind, id }])),
      skipped: row.expired ? 'expired' : row.suppressed ? 'suppressed' : null,
    }
  })
}

// A list as SQL: what its `queries`, `search` and `total` ask for.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { Refusal } from '../refusal.ts'
import { codesMeeting, toSql } from './filter.ts'
import {
  after,
  byKeyColumns,
  keyColumns,
  type Ordering,
  orderBy,
  orderingOf,
  type Place,
  placeOf,
  reversed,
} from './order.ts'
import { type Asked, readQueries, refuse } from './parse.ts'
import { readSearch } from './search.ts'
import type { ListSpec, Parts } from './spec.ts'
import { allOf, no } from './sql-parts.ts'

export type { SearchTerms } from './search.ts'
export type { ListSpec } from './spec.ts'

export type ListOptions = {
  readonly project: number
  /** The parent (topic, user, message); not applied when looking for the cursor's row. */
  readonly where?: RawBuilder<SqlBool>
  readonly input: { readonly queries: readonly string[]; readonly search?: string; readonly total: boolean }
  /** Asked instead of counting where there are neither filters nor a search. */
  readonly knownTotal?: () => Promise<number>
}

const defaultLimit = 25
/** More rows are not counted: no page is worth a walk over a million of them. */
const countedAtMost = 100_000

/** One page of a list. `total` is 0 where it was not asked for. */
export async function listRows<Row>(
  db: Db,
  spec: ListSpec,
  options: ListOptions,
): Promise<{ total: number; rows: Row[] }> {
  const list = readList(spec, options)
  const { cursor, limit = defaultLimit, offset } = list.asked
  const place = await cursorPlace(db, list)
  const { rows } = await selectPage<Row>(list, spec.select, { place, limit, offset }).execute(db)

  const total = async () => {
    const isWholeRest = !place && rows.length < limit && (rows.length > 0 || offset === 0)
    if (isWholeRest) return offset + rows.length
    return options.knownTotal && !list.isNarrowed ? options.knownTotal() : countRows(db, list)
  }
  return {
    total: options.input.total ? await total() : 0,
    rows: cursor?.backwards ? rows.reverse() : rows,
  }
}

/**
 * The rows of a list in its order, `atOnce` at a time (1000): for what is written as a stream. Without a `limit`
 * there is none. Rows that come or go meanwhile are seen or not; no other is left out or seen twice.
 */
export async function* walkRows<Row>(
  db: Db,
  spec: ListSpec,
  options: Omit<ListOptions, 'knownTotal'> & { readonly atOnce?: number },
): AsyncGenerator<Row[], void> {
  const list = readList(spec, options)
  const { cursor, limit = Number.POSITIVE_INFINITY } = list.asked
  if (cursor?.backwards) refuse(cursor.at, '"cursorBefore" has no place here')
  if (list.ordering.random) throw new Refusal('general_query_invalid', 'A random order cannot be streamed.')

  const select = sql`${spec.select}, ${placeOf(list.ordering)} as "$place"`
  let place = await cursorPlace(db, list)
  let { offset } = list.asked
  for (let left = limit; left > 0; ) {
    const page = { place, limit: Math.min(left, options.atOnce ?? 1000), offset }
    const { rows } = await selectPage<Row & { $place: Place }>(list, select, page).execute(db)
    if (rows.length > 0) yield rows.map(({ $place: _, ...row }) => row as Row)
    if (rows.length < page.limit) return
    place = rows.at(-1)?.$place
    offset = 0
    left -= rows.length
  }
}

/** For the lists of logs, which know no other method. */
export function limitAndOffset(queries: readonly string[]): { limit: number; offset: number } {
  const { limit = defaultLimit, offset, cursor, conditions, orders } = readQueries(queries)
  const other = conditions[0] ?? orders[0] ?? cursor
  if (other) refuse(other.at, 'only "limit" and "offset" are known here')
  return { limit, offset }
}

/** A list, and what is asked of it. */
type List = {
  readonly spec: ListSpec
  readonly inProject: RawBuilder<SqlBool>
  readonly asked: Asked
  readonly matching: RawBuilder<SqlBool>
  /** The direction of reading: against the list's order where what is before a cursor is read. */
  readonly ordering: Ordering
  /** Whether filters or a search leave rows out. */
  readonly isNarrowed: boolean
  /** The list is read from each of these, and put together; none: it is read as one. */
  readonly parts: readonly RawBuilder<SqlBool>[]
}

function readList(spec: ListSpec, { project, where, input }: ListOptions): List {
  const asked = readQueries(input.queries)
  const terms = spec.search && readSearch(input.search ?? '')
  const inProject = sql<SqlBool>`${spec.project} = ${project}`
  const conditions = asked.conditions.map((condition) => toSql(spec, condition))
  const ordering = orderingOf(spec, asked)
  return {
    spec,
    inProject,
    asked,
    matching: allOf([inProject, where, ...conditions, terms && spec.search?.(terms)]),
    ordering: asked.cursor?.backwards ? reversed(ordering) : ordering,
    isNarrowed: conditions.length > 0 || terms !== undefined,
    parts: spec.parts && !ordering.random ? partsOf(spec, spec.parts, asked) : [],
  }
}

/** Those in which there may be rows that meet the conditions. */
function partsOf(
  { attributes }: ListSpec,
  { attribute, groups }: Parts,
  asked: Asked,
): RawBuilder<SqlBool>[] {
  const { sql: column, codes } = attributes[attribute] ?? {}
  if (!column || !codes) throw new Error(`the list has no codes of ${attribute}`)
  const all = { kind: 'nest', at: 0, method: 'and', conditions: asked.conditions } as const
  const left = codesMeeting(all, attribute, codes)
  const parts = groups.filter((group) => group.some((code) => left.has(code)))
  if (parts.length === 0) return [no]
  return parts.map((group) => sql<SqlBool>`${column} in (${sql.join(group.map((code) => sql.lit(code)))})`)
}

/** The cursor's row may be outside the filters, or of another parent; only where it stands in the order matters. */
async function cursorPlace(db: Db, list: List): Promise<Place | undefined> {
  const { cursor } = list.asked
  if (!cursor) return undefined
  if (list.ordering.random) refuse(cursor.at, 'a random order has no cursor', 'general_query_invalid')

  const place = await readPlace(db, list, cursor.id)
  if (!place) throw new Refusal('general_cursor_not_found', `The cursor's row "${cursor.id}" does not exist.`)
  if (place.includes(null)) {
    const message = "The cursor's row is null in an attribute that orders the list."
    throw new Refusal('database_query_order_null', message)
  }
  return place
}

async function readPlace(
  db: Db,
  { spec, inProject, ordering }: List,
  id: string,
): Promise<Place | undefined> {
  const isIt = spec.byId(id)
  if (!isIt) return undefined
  const { rows } = await sql<{ place: Place }>`
    select ${placeOf(ordering)} as place from ${spec.from} where ${allOf([inProject, isIt])} limit 1
  `.execute(db)
  return rows[0]?.place
}

type Page = { readonly place: Place | undefined; readonly limit: number; readonly offset: number }

function selectPage<Row>(
  { spec, matching, ordering, parts }: List,
  select: RawBuilder<unknown>,
  { place, limit, offset }: Page,
): RawBuilder<Row> {
  const rows = (columns: RawBuilder<unknown>, part?: RawBuilder<SqlBool>) => sql<Row>`
    select ${columns} from ${spec.from}
    where ${allOf([matching, part, place && after(ordering, place)])}
    order by ${orderBy(ordering)}`
  const [first, ...others] = parts
  if (others.length === 0) return sql`${rows(select, first)} limit ${limit} offset ${offset}`
  const columns = sql`${select}, ${keyColumns(ordering)}`
  return sql`
    select * from (${sql.join(
      parts.map((part) => sql`(${rows(columns, part)} limit ${limit + offset})`),
      sql` union all `,
    )}) as parts
    order by ${orderBy(byKeyColumns(ordering))}
    limit ${limit} offset ${offset}`
}

async function countRows(db: Db, { spec, matching }: List): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (select from ${spec.from} where ${matching} limit ${countedAtMost}) as counted
  `.execute(db)
  return rows[0]?.total ?? 0
}

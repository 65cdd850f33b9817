// A list as SQL: what its `queries`, `search` and `total` ask for.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { mostCounted } from '../../../contract/lists.ts'
import type { Db } from '../../db/database.ts'
import { Refusal } from '../refusal.ts'
import { codesMeeting, toSql } from './filter.ts'
import { findRows, narrow, type Search } from './find.ts'
import {
  isBySequence,
  type Ordering,
  orderingOf,
  orderWithin,
  type Place,
  placeOf,
  reversed,
} from './order.ts'
import { type Asked, type Condition, readQueries, refuse } from './parse.ts'
import { readSearch } from './search.ts'
import type { ListSpec, Parts } from './spec.ts'
import { allOf, no } from './sql-parts.ts'
import { countRows, type List, type Page, selectPage } from './statement.ts'

export type { SearchTerms } from './search.ts'
export type { ListSpec } from './spec.ts'

export type ListOptions = {
  readonly project: number
  /** The parent (topic, user, message); not applied when looking for the cursor's row. */
  readonly where?: RawBuilder<SqlBool>
  readonly input: { readonly queries: readonly string[]; readonly search?: string; readonly total: boolean }
  /** Asked instead of counting where there are neither filters nor a search. */
  readonly knownTotal?: () => Promise<number>
  /** Asked where there are filters, but no search; undefined of those for which it has to be counted. */
  readonly knownTotalOf?: (conditions: readonly Condition[]) => number | undefined
}

const defaultLimit = 25

/** One page of a list. `total` is 0 where it was not asked for. */
export async function listRows<Row>(
  db: Db,
  spec: ListSpec,
  options: ListOptions,
): Promise<{ total: number; rows: Row[] }> {
  const list = readList(spec, options)
  const { cursor, limit = defaultLimit, offset } = list.asked
  const place = await cursorPlace(db, list)
  const { rows, total } = await readPage<Row>(db, list, { place, limit, offset }, options)

  const isWholeRest = !place && rows.length < limit && (rows.length > 0 || offset === 0)
  return {
    total: !options.input.total ? 0 : isWholeRest ? offset + rows.length : await total(),
    rows: cursor?.backwards ? rows.reverse() : rows,
  }
}

async function readPage<Row>(
  db: Db,
  list: ReadList,
  page: Page,
  { knownTotal, knownTotalOf }: Pick<ListOptions, 'knownTotal' | 'knownTotalOf'>,
): Promise<{ rows: Row[]; total: () => Promise<number> }> {
  const { spec, asked, search } = list
  if (search) return findRows(db, list, search, page)
  const { rows } = await selectPage<Row>(list, spec.select, page).execute(db)
  const known = async () => {
    if (list.isSearched) return undefined
    return asked.conditions.length === 0 ? knownTotal?.() : knownTotalOf?.(asked.conditions)
  }
  return { rows, total: async () => (await known()) ?? countRows(db, list, mostCounted) }
}

/**
 * The rows of a list in its order, `atOnce` at a time (1000): for what is written as a stream. Without a `limit`
 * there is none. Rows that come or go meanwhile are seen or not; no other is left out or seen twice.
 */
export async function* walkRows<Row>(
  db: Db,
  spec: ListSpec,
  options: Omit<ListOptions, 'knownTotal' | 'knownTotalOf'> & { readonly atOnce?: number },
): AsyncGenerator<Row[], void> {
  const list = readList(spec, options)
  const { cursor, limit = Number.POSITIVE_INFINITY } = list.asked
  if (cursor?.backwards) refuse(cursor.at, '"cursorBefore" has no place here')
  if (list.ordering.random) throw new Refusal('general_query_invalid', 'A random order cannot be streamed.')

  const whole = { ...list, matching: list.search ? await narrow(db, list, list.search) : list.matching }
  const select = sql`${spec.select}, ${placeOf(list.ordering)} as "$place"`
  let place = await cursorPlace(db, list)
  let { offset } = list.asked
  for (let left = limit; left > 0; ) {
    const page = { place, limit: Math.min(left, options.atOnce ?? 1000), offset }
    const { rows } = await selectPage<Row & { $place: Place }>(whole, select, page).execute(db)
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

type ReadList = List & {
  /** Where it is looked up. */
  readonly search: Search | undefined
  readonly isSearched: boolean
}

function readList(spec: ListSpec, { project, where, input }: ListOptions): ReadList {
  const asked = readQueries(input.queries)
  const terms = spec.search && readSearch(input.search ?? '')
  const meets = terms && spec.search?.(terms)
  const search = terms && meets && spec.found && { meets, found: spec.found(terms), isNarrow: terms.isNarrow }
  const inProject = sql<SqlBool>`${spec.project} = ${project}`
  const conditions = asked.conditions.map((condition) => toSql(spec, condition))
  const { ordering, within = inProject } = readOrder(spec, asked)
  const equally = spec.within ? sql<SqlBool>`${spec.within.column} = ${spec.within.value}` : inProject
  const others = [where, ...conditions, search ? undefined : meets]
  return {
    spec,
    inProject,
    asked,
    matching: allOf([within, ...others]),
    matchingOne: allOf([equally, ...others]),
    ordering: asked.cursor?.backwards ? reversed(ordering) : ordering,
    search,
    isSearched: terms !== undefined,
    parts: spec.parts && !ordering.random ? partsOf(spec, spec.parts, asked) : [],
  }
}

/** With `within`, where that has to be said in a way of its own for the order's sake. */
function readOrder(spec: ListSpec, asked: Asked): { ordering: Ordering; within?: RawBuilder<SqlBool> } {
  const ordering = orderingOf(spec, asked)
  if (!spec.within) return { ordering }
  const { column, value } = spec.within
  // With a filter it may be another index that serves, and that begins with this column as well: by equality.
  const isWalked = asked.conditions.length === 0 && isBySequence(spec, ordering)
  if (!isWalked) return { ordering, within: sql`${column} = ${value}` }
  return {
    ordering: orderWithin(spec.within, ordering),
    within: sql`${column} between ${value} and ${value}`,
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

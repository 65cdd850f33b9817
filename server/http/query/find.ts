// Searching a long list. What few rows have is looked up in its indexes. What many have is met within the first rows of the
// list, which are walked; looking it up would collect a million rows to show 25. Which of the two a word is only the data
// know, so a few rows are walked first.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { mostCounted } from '../../../contract/lists.ts'
import type { Db } from '../../db/database.ts'
import { after, orderBy } from './order.ts'
import { allOf } from './sql-parts.ts'
import { countRows, type List, type Page, selectPage } from './statement.ts'

export type Search = {
  /** What is found, of the row itself. */
  readonly meets: RawBuilder<SqlBool>
  /** Each selects the `seq` of some of what is found, by an index. */
  readonly found: readonly RawBuilder<unknown>[]
  /** Few rows at most can be found: nothing needs to be walked to know that. */
  readonly isNarrow: boolean
}

/** So many rows are walked before anything is looked up: a few milliseconds. */
const walkedFirst = 1_000
/** And so many before more than `mostCounted` are counted by their indexes, which costs more the more there are. */
const walkedToCount = 20_000

type Found<Row> = { readonly rows: Row[]; readonly total: () => Promise<number> }

/** A page of a search, and how many it finds: `mostCounted` where it finds more. */
export async function findRows<Row>(db: Db, list: List, search: Search, page: Page): Promise<Found<Row>> {
  const walked =
    search.isNarrow || list.ordering.random ? undefined : await walkPage<Row>(db, list, search, page)
  if (walked?.isWhole) return { rows: walked.rows, total: () => countByWalking(db, list, search) }
  const found = await lookUp(db, search)
  const matching = whatIsFound(list, search, found)
  const { rows } = await selectPage<Row>({ ...list, matching }, list.spec.select, page).execute(db)
  return { rows, total: () => countFound(db, list, search, found) }
}

/** What a row of the search has to meet, for whoever reads all of them. */
export async function narrow(db: Db, list: List, search: Search): Promise<RawBuilder<SqlBool>> {
  return whatIsFound(list, search, await lookUp(db, search))
}

function whatIsFound(list: List, { meets }: Search, found: readonly number[]): RawBuilder<SqlBool> {
  return found.length > mostCounted ? allOf([list.matching, meets]) : among(list, found)
}

type WalkedRow = { $walked: number; $found: boolean | null }

/** The page, if it can be filled from the next few rows of the list, or these are all there are. */
async function walkPage<Row>(
  db: Db,
  { spec, matching, ordering }: List,
  { meets }: Search,
  { place, limit, offset }: Page,
): Promise<{ rows: Row[]; isWhole: boolean }> {
  const { rows } = await sql<Row & WalkedRow>`
    with walked as materialized (
      select ${spec.select}, (${meets}) as "$found" from ${spec.from}
      where ${allOf([matching, place && after(ordering, place)])}
      order by ${orderBy(ordering)} limit ${walkedFirst}
    )
    select (select count(*) from walked) as "$walked", page.*
    from (select) as once
    left join lateral (select * from walked where "$found" limit ${limit} offset ${offset}) as page on true
  `.execute(db)
  const found = rows.filter((row) => row.$found)
  const isWhole = found.length === limit || (rows[0]?.$walked ?? 0) < walkedFirst
  return { rows: found.map(({ $walked, $found, ...row }) => row as Row), isWhole }
}

/** The `seq`s; more than `mostCounted` where there are more. */
async function lookUp(db: Db, { found }: Search): Promise<number[]> {
  if (found.length === 0) return []
  const parts = found.map((part) => sql`(${part} limit ${mostCounted + 1})`)
  const { rows } = await sql<{ seq: number }>`${sql.join(parts, sql` union `)}`.execute(db)
  return rows.map(({ seq }) => seq)
}

function among({ spec, matchingOne }: List, found: readonly number[]): RawBuilder<SqlBool> {
  if (!('execute' in spec.seq)) throw new Error('a list that is looked up needs one column in `seq`')
  return allOf([matchingOne, sql`${spec.seq} = any(${found}::int8[])`])
}

/** What is met often is soon counted. */
async function countByWalking(db: Db, list: List, search: Search): Promise<number> {
  const { spec, matching } = list
  const { rows } = await sql<{ walked: number; found: number }>`
    select count(*) as walked, count(*) filter (where found) as found
    from (select (${search.meets}) as found from ${spec.from} where ${matching} limit ${walkedToCount}) as walked
  `.execute(db)
  const { walked = 0, found = 0 } = rows[0] ?? {}
  if (walked < walkedToCount || found >= mostCounted) return Math.min(found, mostCounted)
  return countFound(db, list, search, await lookUp(db, search))
}

async function countFound(db: Db, list: List, search: Search, found: readonly number[]): Promise<number> {
  if (found.length <= mostCounted)
    return countRows(db, { ...list, matching: among(list, found) }, mostCounted)
  if (list.asked.conditions.length === 0) return mostCounted
  // The filters may leave out any number of them.
  return countRows(db, { ...list, matching: allOf([list.matching, search.meets]) }, mostCounted)
}

// The statements that answer a list.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { after, byKeyColumns, keyColumns, type Ordering, orderBy, type Place } from './order.ts'
import type { Asked } from './parse.ts'
import type { ListSpec } from './spec.ts'
import { allOf } from './sql-parts.ts'

/** A list, and what is asked of it. */
export type List = {
  readonly spec: ListSpec
  readonly inProject: RawBuilder<SqlBool>
  readonly asked: Asked
  /** What a row has to meet; of a list whose search is looked up (`spec.found`) all but the search. */
  readonly matching: RawBuilder<SqlBool>
  /** The same, for rows that are not walked but looked up. */
  readonly matchingOne: RawBuilder<SqlBool>
  /** The direction of reading: against the list's order where what is before a cursor is read. */
  readonly ordering: Ordering
  /** The list is read from each of these, and put together; none: it is read as one. */
  readonly parts: readonly RawBuilder<SqlBool>[]
}

export type Page = {
  readonly place: Place | undefined
  readonly limit: number
  readonly offset: number
}

export function selectPage<Row>(
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

export async function countRows(db: Db, { spec, matching }: List, most: number): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (select from ${spec.from} where ${matching} limit ${most}) as counted
  `.execute(db)
  return rows[0]?.total ?? 0
}

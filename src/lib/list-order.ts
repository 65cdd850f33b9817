// The order of a list as the URL holds it: a column's name, with "-" in front where it goes downwards.
import * as z from 'zod'
import { queries } from '../../contract/queries.ts'

export type Sort<Column extends string> = Column | `-${Column}`

export interface ListOrder<Column extends string> {
  /** The part of the list's search that says how it is ordered; another text there is none. */
  readonly search: z.ZodCatch<z.ZodOptional<z.ZodEnum<{ [One in Sort<Column>]: One }>>>
  /** The first queries of the list. */
  readonly queries: (sort: Sort<Column> | undefined) => string[]
  /** What the table shows: its `sort`. */
  readonly shown: (sort: Sort<Column> | undefined) => { by: string; direction: 'asc' | 'desc' }
  /** What a press on the column's header makes of it, for the URL: the list's own order stays out of that. */
  readonly pressed: (sort: Sort<Column> | undefined, column: string) => Sort<Column> | undefined
}

/**
 * `attributes` gives for each column that can be ordered by the API's attribute; a "-" in front of that lets the first
 * press begin with the last or the most: `listOrder({ name: 'name', created: '-$createdAt' }, '-created')`.
 */
export function listOrder<const Column extends string>(
  attributes: Readonly<Record<Column, string>>,
  own: Sort<NoInfer<Column>>,
): ListOrder<Column> {
  const columns = Object.keys(attributes) as Column[]
  const sorts = Object.fromEntries(
    columns.flatMap((column) => [column, `-${column}`]).map((sort) => [sort, sort]),
  ) as { [One in Sort<Column>]: One }
  const split = (sort: Sort<Column> = own) => {
    const isDown = sort.startsWith('-')
    return { column: (isDown ? sort.slice(1) : sort) as Column, isDown }
  }
  return {
    search: z.enum(sorts).optional().catch(undefined),
    queries: (sort) => {
      const { column, isDown } = split(sort)
      const attribute = attributes[column].replace(/^-/, '')
      return [isDown ? queries.orderDesc(attribute) : queries.orderAsc(attribute)]
    },
    shown: (sort) => {
      const { column, isDown } = split(sort)
      return { by: column, direction: isDown ? 'desc' : 'asc' }
    },
    pressed: (sort, pressed) => {
      const column = columns.find((one) => one === pressed)
      if (!column) return sort
      const now = split(sort)
      const isDown = now.column === column ? !now.isDown : attributes[column].startsWith('-')
      const next: Sort<Column> = isDown ? `-${column}` : column
      return next === own ? undefined : next
    },
  }
}

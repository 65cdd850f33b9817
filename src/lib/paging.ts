// One page of a list by cursor, as the URL holds it: after or before a row, and how many. One row more than shown is asked
// for, which says whether there is a page in the direction of reading; in the other there is the one we came from.
import * as z from 'zod'
import { queries } from '../../contract/queries.ts'

export const defaultPageSize = 25

const text = z.coerce.string().min(1).optional().catch(undefined)

/** The part of a list's search that says which page. */
export const pageSearch = {
  after: text,
  before: text,
  size: z.int().min(1).max(200).optional().catch(undefined),
}

/** A free text in a search; '' is none. Typed into the address it may look like a number. */
export const searchText = text

export interface Page {
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly size?: number | undefined
}

/** What begins a list anew: another filter, order or page size does. */
export const firstPage = { after: undefined, before: undefined }

export const isFirstPage = ({ after, before }: Page) => after === undefined && before === undefined

/** Whether a list's search leaves rows out: it holds something besides how they are ordered, and which page of them. */
export function isNarrowed(search: object): boolean {
  return Object.entries(search).some(([key, value]) => value !== undefined && !placing.includes(key))
}

const placing = [...Object.keys(pageSearch), 'order']

export function pageQueries({ after, before, size = defaultPageSize }: Page): string[] {
  const cursor = before ? queries.cursorBefore(before) : after && queries.cursorAfter(after)
  return [queries.limit(size + 1), ...(cursor ? [cursor] : [])]
}

export interface CutPage<Row> {
  readonly rows: Row[]
  /** The search of the page in that direction, where there is one. */
  readonly next: Page | undefined
  readonly previous: Page | undefined
}

/** Takes off the row that was asked for only to know whether it is there. */
export function cutPage<Row extends { readonly $id: string }>(
  asked: readonly Row[],
  { after, before, size = defaultPageSize }: Page,
): CutPage<Row> {
  const hasMore = asked.length > size
  const rows = before ? asked.slice(-size) : asked.slice(0, size)
  const [first, last] = [rows.at(0), rows.at(-1)]
  const hasNext = before ? true : hasMore
  const hasPrevious = before ? hasMore : after !== undefined
  return {
    rows,
    next: hasNext && last ? { after: last.$id } : undefined,
    previous: hasPrevious && first ? { before: first.$id } : undefined,
  }
}

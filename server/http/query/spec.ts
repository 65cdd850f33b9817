// What a list has to say about itself, so that the query language can be translated into its SQL.
import type { RawBuilder, SqlBool } from 'kysely'
import type { SearchTerms } from './search.ts'

export type Attribute = {
  /** `texts`: a `text[]` column; `contains…` and `equal` test membership, and it has no order. */
  readonly type: 'text' | 'number' | 'boolean' | 'instant' | 'texts'
  /** The column. A `text` is compared and ordered as `lower(sql) collate "C"`: an index on just that is used. */
  readonly sql: RawBuilder<unknown>
  /**
   * Say it of what a left join may leave out, too: without it such rows are lost behind a cursor. An index that is to serve as the
   * order has its nulls first.
   */
  readonly nullable?: boolean
  /**
   * For a `text` column that already holds a normal form (an id, an identifier's key, a word in lower case) and is compared as it
   * stands, so that its plain index is used. Brings a value into that form: `(id) => id`, `(word) => word.toLowerCase()`.
   */
  readonly exact?: (value: string) => string
  /**
   * For a `text` attribute that is stored as small numbers: the number behind each word. It is equal or not (or null), and
   * ordered by its number.
   */
  readonly codes?: Readonly<Record<string, number>>
  /**
   * How `equal` finds its rows, where `sql` is a joined column: as a column of the list's own table, whose index is then
   * read in the list's order (`d.provider = (select seq from providers where …)`).
   */
  readonly equal?: (values: readonly string[]) => RawBuilder<SqlBool>
}

/** A part of the order of insertion. */
export type SequenceKey = RawBuilder<number> | { readonly instant: RawBuilder<unknown> }

/** A list that lies in several partial indexes, each of some codes of an attribute: it is read from each, and put together. */
export type Parts = {
  readonly attribute: string
  /** Every code is in one of them. */
  readonly groups: readonly (readonly number[])[]
}

/** What all rows of a list have in common: their project, or a parent in it. */
export type Within = { readonly column: RawBuilder<number>; readonly value: number }

export type ListSpec = {
  /** sql`subscribers s join users u on u.seq = s.user_seq and u.project = s.project`: with the project an id is found by its index. */
  readonly from: RawBuilder<unknown>
  /** Columns of a row. */
  readonly select: RawBuilder<unknown>
  /** sql`s.project` */
  readonly project: RawBuilder<number>
  /** sql`s.seq`: insertion order. Several columns where it takes several to be unique, the most significant first. */
  readonly seq: RawBuilder<number> | readonly [SequenceKey, ...SequenceKey[]]
  /**
   * For lists that may be long: the first column of an index whose second is `seq`; the list's `where` need not say it again.
   * Of what is equal in all rows the planner makes nothing, and walks along the primary key where it believes that many rows are
   * of this list; in truth they may all come behind a million others. A range it cannot leave out.
   */
  readonly within?: Within
  /** How a cursor finds its row; undefined where no row can have this id. */
  readonly byId: (id: string) => RawBuilder<SqlBool> | undefined
  /**
   * `$id`, `$createdAt`, `$updatedAt` and `$sequence` too. Where the id is no column, leave `$id` out: `byId` then serves `equal`
   * and `notEqual`.
   */
  readonly attributes: Readonly<Record<string, Attribute>>
  readonly search?: (terms: SearchTerms) => RawBuilder<SqlBool>
  readonly parts?: Parts
  /**
   * For lists that may be long: the same search, looked up in indexes. Statements that together select the `seq` (which has to be
   * one column) of what is found, perhaps some twice, and nothing that the list's `where` leaves out. `search` is then asked of one
   * row after the other, and an OR over joined tables does no harm in it.
   */
  readonly found?: (terms: SearchTerms) => readonly RawBuilder<unknown>[]
  /** Without an order the list begins at its newest row. */
  readonly newestFirst?: boolean
}

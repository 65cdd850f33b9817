// The query language: what a list's `queries`, `search` and `total` ask for, as SQL.
import type { Kysely, RawBuilder, SqlBool } from 'kysely'
import type { Tables } from '../../db/tables.ts'
import type { ListSpec } from './spec.ts'

export type { SearchTerms } from './search.ts'
export type { Attribute, ListSpec } from './spec.ts'

type Db = Kysely<Tables>

export type ListOptions = {
  readonly project: number
  /** The parent (topic, user, message); not applied when looking for the cursor's row. */
  readonly where?: RawBuilder<SqlBool>
  readonly input: { readonly queries: readonly string[]; readonly search?: string; readonly total: boolean }
  /** Asked instead of counting where there are neither filters nor a search. */
  readonly knownTotal?: () => Promise<number>
}

/** One page of a list. `total` is 0 where it was not asked for. */
export async function listRows<Row>(
  _db: Db,
  _spec: ListSpec,
  _options: ListOptions,
): Promise<{ total: number; rows: Row[] }> {
  throw new Error('listRows is not written yet')
}

/** For the lists of logs, which know no other method. */
export function limitAndOffset(_queries: readonly string[]): { limit: number; offset: number } {
  throw new Error('limitAndOffset is not written yet')
}

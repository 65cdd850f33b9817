import type { UseQueryResult } from '@tanstack/react-query'
import { type CutPage, cutPage, isFirstPage, isNarrowed, type Page } from './paging.ts'
import { useLastKnown } from './use-last-known.ts'

export interface ListPage<Row> {
  /** Undefined until they are known; none where they could not be had. */
  readonly rows: readonly Row[] | undefined
  /** How many there are on all pages. */
  readonly total: number | undefined
  /** The pages beside this one, where there are any. */
  readonly next: Page | undefined
  readonly previous: Page | undefined
  /** Which page it is. */
  readonly place: Page
  /** Nothing is there, not even without search and filters. */
  readonly isUnused: boolean
  readonly query: Omit<ListQuery<unknown>, 'data'>
}

export type ListQuery<Reply> = Pick<
  UseQueryResult<Reply>,
  'data' | 'error' | 'isFetching' | 'isPlaceholderData' | 'refetch'
>

/** The page that `search` asks for, and the last one that was had while another cannot be. */
export function useListPage<Reply extends { readonly total: number }, Row extends { readonly $id: string }>(
  query: ListQuery<Reply>,
  rowsOf: (reply: Reply) => readonly Row[],
  search: Page,
): ListPage<Row> {
  const { data, error } = query
  const known = useLastKnown(data)
  const page: Partial<CutPage<Row>> = known ? cutPage(rowsOf(known), search) : {}
  return {
    rows: page.rows ?? (error ? [] : undefined),
    total: data?.total,
    next: page.next,
    previous: page.previous,
    place: search,
    isUnused: data?.total === 0 && isFirstPage(search) && !isNarrowed(search),
    query,
  }
}

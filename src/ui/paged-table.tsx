import { lazy, Suspense } from 'react'
import { ApiError, problemOf } from '../lib/api-error.ts'
import { defaultPageSize, isFirstPage, type Page } from '../lib/paging.ts'
import type { ListPage } from '../lib/use-list-page.ts'
import { ErrorNotice } from './error-notice.tsx'
import { Pager } from './pager.tsx'
import { Table, type TableProps } from './table.tsx'

// Few pages are, and it weighs more than the rest.
const EmptyPage = lazy(async () => {
  const { EmptyPage } = await import('./empty-page.tsx')
  return { default: EmptyPage }
})

export interface PagedTableProps<Row> extends Omit<TableProps<Row>, 'rows' | 'rowKey' | 'stale' | 'error'> {
  list: ListPage<Row>
  /** Another page, or another size of them; `{}` is the first. */
  onPage: (page: Page) => void
  words: PagedTableWords
  /** The total is the most that is counted: "5,000+". */
  capped?: boolean | undefined
  /** No pager below a list that is one page. */
  compact?: boolean | undefined
}

export interface PagedTableWords {
  /** "The people could not be loaded" */
  failed: string
  /** Of the row that the page began at: "The person it began at has been deleted." */
  lost: string
  /** Of a page without rows: "Whoever was on it has been deleted." */
  gone: string
}

/** A table of one page of a list, with the ways to the others, and to the first where this one is no more. */
export function PagedTable<Row extends { readonly $id: string }>(props: PagedTableProps<Row>) {
  const { list, onPage, words, empty, capped, compact = false, ...table } = props
  const { rows, total, next, previous, place, query } = list
  const { error, isFetching, isPlaceholderData, refetch } = query
  const { size = defaultPageSize } = place
  const isFirst = isFirstPage(place)
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const problem = isLost ? { message: words.lost } : problemOf(error)
  return (
    <>
      <Table
        {...table}
        rows={rows}
        rowKey={({ $id }) => $id}
        stale={isPlaceholderData}
        empty={
          <Suspense>{isFirst ? empty : <EmptyPage text={words.gone} onFirst={() => onPage({})} />}</Suspense>
        }
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : words.failed}
              problem={problem}
              onRetry={isLost ? () => onPage({}) : () => void refetch()}
              retrying={isFetching}
            />
          )
        }
      />
      {total !== undefined && rows && rows.length > 0 && (next || previous || !compact) && (
        <Pager
          count={rows.length}
          before={isFirst ? 0 : undefined}
          total={total}
          capped={capped}
          onPrevious={previous && (() => onPage(previous))}
          onNext={next && (() => onPage(next))}
          pageSize={size}
          onPageSize={(chosen) => onPage({ size: chosen === defaultPageSize ? undefined : chosen })}
        />
      )}
    </>
  )
}

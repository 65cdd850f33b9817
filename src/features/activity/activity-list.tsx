import { lazy, type ReactNode, Suspense } from 'react'
import type { Log } from '../../../contract/logs.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Pager } from '../../ui/pager.tsx'
import type { ThingActivitySearch } from './activity-search.ts'
import { ActivityTable } from './activity-table.tsx'

const ActivitySheet = lazy(async () => {
  const { ActivitySheet } = await import('./activity-sheet.tsx')
  return { default: ActivitySheet }
})

interface ListQuery {
  readonly data: { readonly total: number; readonly logs: Log[] } | undefined
  readonly error: Error | null
  readonly isPlaceholderData: boolean
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

export interface ActivityListProps {
  of: 'project' | 'thing'
  query: ListQuery
  search: ThingActivitySearch
  /** What changes of the search; the rest of it stays. */
  onSearch: (change: Partial<ThingActivitySearch>) => void
  empty: ReactNode
  /** At the end of an entry's sheet. */
  more?: ((log: Log) => ReactNode) | undefined
}

const firstPage = { after: undefined, before: undefined, open: undefined }

/** A page of the activity, the ways to the others, and the entry that is open. */
export function ActivityList({ of, query, search, onSearch, empty, more }: ActivityListProps) {
  const { data, error, isPlaceholderData, isFetching, refetch } = query
  const { size = defaultPageSize, open } = search
  const known = useLastKnown(data)
  const page = known && cutPage(known.logs, search)
  const problem = problemOf(error)
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const closeSheet = useClosePanel<ThingActivitySearch>('open')
  const isFirst = search.after === undefined && search.before === undefined
  return (
    <>
      <ActivityTable
        of={of}
        rows={page?.rows ?? (error ? [] : undefined)}
        current={open}
        stale={isPlaceholderData}
        empty={empty}
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'The activity could not be loaded'}
              problem={isLost ? { message: 'The entry it began at is no longer kept.' } : problem}
              onRetry={isLost ? () => onSearch(firstPage) : () => void refetch()}
              retrying={isFetching}
            />
          )
        }
      />
      {data && page && (page.rows.length > 0 || !isFirst) && (
        <Pager
          count={page.rows.length}
          before={isFirst ? 0 : undefined}
          total={data.total}
          onPrevious={page.previous && (() => onSearch({ ...firstPage, ...page.previous }))}
          onNext={page.next && (() => onSearch({ ...firstPage, ...page.next }))}
          pageSize={size}
          onPageSize={(chosen) =>
            onSearch({ ...firstPage, size: chosen === defaultPageSize ? undefined : chosen })
          }
        />
      )}
      {open && (
        <Suspense>
          <ActivitySheet logId={open} onClose={closeSheet} more={more} />
        </Suspense>
      )}
    </>
  )
}

import { lazy, type ReactNode, Suspense } from 'react'
import type { Log } from '../../../contract/logs.ts'
import { firstPage } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { type ListQuery, useListPage } from '../../lib/use-list-page.ts'
import { PagedTable } from '../../ui/paged-table.tsx'
import type { ThingActivitySearch } from './activity-search.ts'
import { activityColumns } from './activity-table.tsx'

const ActivitySheet = lazy(async () => {
  const { ActivitySheet } = await import('./activity-sheet.tsx')
  return { default: ActivitySheet }
})

export interface ActivityListProps {
  of: 'project' | 'thing'
  query: ListQuery<{ total: number; logs: Log[] }>
  search: ThingActivitySearch
  /** What changes of the search; the rest of it stays. */
  onSearch: (change: Partial<ThingActivitySearch>) => void
  empty: ReactNode
  /** At the end of an entry's sheet. */
  more?: ((log: Log) => ReactNode) | undefined
}

/** A page of the activity, the ways to the others, and the entry that is open. */
export function ActivityList({ of, query, search, onSearch, empty, more }: ActivityListProps) {
  const { open } = search
  const list = useListPage(query, ({ logs }) => logs, search)
  const closeSheet = useClosePanel<ThingActivitySearch>('open')
  return (
    <>
      <PagedTable
        label="Activity"
        columns={activityColumns[of]}
        list={list}
        onPage={(page) => onSearch({ ...firstPage, open: undefined, ...page })}
        current={open}
        empty={empty}
        words={{
          failed: 'The activity could not be loaded',
          lost: 'The entry it began at is no longer kept.',
          gone: 'What was on it is no longer kept.',
        }}
      />
      {open && (
        <Suspense>
          <ActivitySheet logId={open} onClose={closeSheet} more={more} />
        </Suspense>
      )}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { mostCounted } from '../../../contract/lists.ts'
import type { DeliveryCounts } from '../../../contract/messages.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { viewerZone } from '../../lib/time.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Table } from '../../ui/table.tsx'
import { useProject } from '../projects/use-project.ts'
import { DeliveryFilters } from './delivery-filters.tsx'
import { DeliveryNames } from './delivery-names.tsx'
import { deliveryQueries } from './delivery-queries.ts'
import {
  type DeliveryScope,
  type DeliverySearch,
  firstPage,
  isFirstPage,
  withoutEmpty,
} from './delivery-search.ts'
import { DeliverySheet } from './delivery-sheet.tsx'
import { deliveryColumns } from './delivery-table.tsx'
import { NoDeliveries } from './no-deliveries.tsx'

export interface DeliveryListProps {
  scope: DeliveryScope
  search: DeliverySearch
  onSearch: (search: DeliverySearch) => void
  /** An `EmptyState` for where there is nothing even without filters. */
  empty: ReactNode
  counts?: DeliveryCounts | undefined
}

/** A part of the ledger, row by row: who got what and who did not, with filters and the row that is open. */
export function DeliveryList({ scope, search, onSearch, empty, counts }: DeliveryListProps) {
  const { open, ...filter } = search
  const zone = useProject().timeZone || viewerZone()
  const query = useQuery(deliveryQueries.list(scope, filter, zone))
  const { data, error, isPlaceholderData, isFetching, refetch } = query
  const known = useLastKnown(data)
  const page = known && cutPage(known.deliveries, filter)
  const problem = problemOf(error)
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const isFirst = isFirstPage(filter)
  const closeSheet = useClosePanel<DeliverySearch>('open')

  const go = (change: Partial<DeliverySearch>) =>
    onSearch(withoutEmpty({ ...search, ...firstPage, ...change }))
  const showAll = () => onSearch({ size: search.size, order: search.order })

  return (
    <DeliveryNames
      rows={page?.rows}
      person={scope.of === 'person' ? scope.id : search.person}
      message={search.message}
    >
      <DeliveryFilters
        scope={scope}
        search={search}
        onNarrow={go}
        onReset={() => onSearch({ q: search.q, size: search.size, order: search.order })}
        zone={zone}
        counts={counts}
      />
      <Table
        label="Deliveries"
        columns={deliveryColumns[scope.of]}
        rows={page?.rows ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        current={open}
        sort={{ by: 'message', direction: search.order === 'oldest' ? 'asc' : 'desc' }}
        onSort={
          scope.of === 'message'
            ? undefined
            : () => go({ order: search.order === 'oldest' ? undefined : 'oldest' })
        }
        stale={isPlaceholderData}
        empty={<NoDeliveries scope={scope} search={search} empty={empty} onShowAll={showAll} />}
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'The deliveries could not be loaded'}
              problem={isLost ? { message: 'The row it began at is no longer kept.' } : problem}
              onRetry={isLost ? () => go({}) : () => void refetch()}
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
          capped={data.total === mostCounted}
          onPrevious={page.previous && (() => go({ ...page.previous }))}
          onNext={page.next && (() => go({ ...page.next }))}
          pageSize={search.size ?? defaultPageSize}
          onPageSize={(chosen) => go({ size: chosen === defaultPageSize ? undefined : chosen })}
        />
      )}
      <DeliverySheet deliveryId={open} onClose={closeSheet} />
    </DeliveryNames>
  )
}

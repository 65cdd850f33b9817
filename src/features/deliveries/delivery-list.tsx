import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { mostCounted } from '../../../contract/lists.ts'
import type { DeliveryCounts } from '../../../contract/messages.ts'
import { firstPage } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { PagedTable } from '../../ui/paged-table.tsx'
import { useProjectZone } from '../projects/project-zone.ts'
import { DeliveryFilters } from './delivery-filters.tsx'
import { DeliveryNames } from './delivery-names.tsx'
import { deliveryQueries } from './delivery-queries.ts'
import type { DeliveryFilter, DeliveryScope, DeliverySearch } from './delivery-search.ts'
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
  const { order, size } = filter
  const zone = useProjectZone()
  const query = useQuery(deliveryQueries.list(scope, filter, zone))
  const list = useListPage(query, ({ deliveries }) => deliveries, filter)
  const narrow = (change: DeliveryFilter) => onSearch({ ...filter, ...firstPage, ...change })
  const closeSheet = useClosePanel<DeliverySearch>('open')

  return (
    <DeliveryNames
      rows={list.rows}
      person={scope.of === 'person' ? scope.id : search.person}
      message={search.message}
    >
      <DeliveryFilters scope={scope} filter={filter} onNarrow={narrow} zone={zone} counts={counts} />
      <PagedTable
        label="Deliveries"
        columns={deliveryColumns[scope.of]}
        list={list}
        capped={list.total === mostCounted}
        onPage={narrow}
        current={open}
        sort={{ by: 'message', direction: order === 'oldest' ? 'asc' : 'desc' }}
        onSort={
          scope.of === 'message'
            ? undefined
            : () => narrow({ order: order === 'oldest' ? undefined : 'oldest' })
        }
        empty={
          <NoDeliveries
            scope={scope}
            search={filter}
            empty={empty}
            onShowAll={() => onSearch({ size, order })}
          />
        }
        words={{
          failed: 'The deliveries could not be loaded',
          lost: 'The row it began at is no longer kept.',
          gone: 'What was on it is no longer kept.',
        }}
      />
      <DeliverySheet deliveryId={open} onClose={closeSheet} />
    </DeliveryNames>
  )
}

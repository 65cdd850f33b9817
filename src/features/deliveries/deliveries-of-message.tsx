import { useQuery } from '@tanstack/react-query'
import type { DeliveryStatus } from '../../../contract/delivery-status.ts'
import type { DeliveryCounts } from '../../../contract/messages.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FacetFilter } from '../../ui/facet-filter.tsx'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Table } from '../../ui/table.tsx'
import { deliveryWords } from './delivery-badge.tsx'
import { deliveryQueries } from './delivery-queries.ts'
import type { DeliverySearch } from './delivery-search.ts'
import { DeliverySheet } from './delivery-sheet.tsx'
import { deliveryColumns } from './delivery-table.tsx'

const statuses: readonly DeliveryStatus[] = [
  'pending',
  'sending',
  'sent',
  'failed',
  'inDoubt',
  'skipped',
  'cancelled',
]

export interface DeliveriesOfMessageProps {
  messageId: string
  counts: DeliveryCounts
  search: DeliverySearch
  onSearch: (search: DeliverySearch) => void
  /** A row was settled by hand: the message's counts are others now. */
  onSettled: () => unknown
}

/** Who got a message and who did not, row by row. */
export function DeliveriesOfMessage({
  messageId,
  counts,
  search,
  onSearch,
  onSettled,
}: DeliveriesOfMessageProps) {
  const { open, ...filter } = search
  const { status = [], to = '', size = defaultPageSize } = filter
  const query = useQuery(deliveryQueries.ofMessage(messageId, filter))
  const { data, error, isPlaceholderData, isFetching, refetch } = query
  const known = useLastKnown(data)
  const page = known && cutPage(known.deliveries, filter)
  const problem = problemOf(error)
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const isFirst = filter.after === undefined && filter.before === undefined

  const go = (change: Partial<DeliverySearch>) => {
    const next = { ...search, after: undefined, before: undefined, open: undefined, ...change }
    onSearch({ ...next, to: next.to || undefined, status: next.status?.length ? next.status : undefined })
  }

  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <SearchInput label="Whole address" value={to} onSearch={(text) => go({ to: text })} />
        <FacetFilter
          label="State"
          options={statuses.map((value) => ({ value, label: deliveryWords[value], count: counts[value] }))}
          chosen={status}
          onChange={(chosen) => go({ status: chosen as DeliveryStatus[] })}
        />
      </div>
      {status.length > 0 && (
        <div className="mb-4">
          <FilterChips
            chips={status.map((id) => ({ id, label: 'State', value: deliveryWords[id] }))}
            onRemove={(id) => go({ status: status.filter((one) => one !== id) })}
            onReset={() => go({ status: [] })}
          />
        </div>
      )}
      <Table
        label="Deliveries"
        columns={deliveryColumns}
        rows={page?.rows ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        current={open}
        stale={isPlaceholderData}
        empty={<Empty search={search} onShowAll={() => go({ to: '', status: [] })} />}
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'The deliveries could not be loaded'}
              problem={isLost ? { message: 'The row it began at is no longer there.' } : problem}
              onRetry={isLost ? () => go({}) : () => void refetch()}
              retrying={isFetching}
            />
          )
        }
      />
      {data && page && page.rows.length > 0 && (
        <Pager
          count={page.rows.length}
          before={isFirst ? 0 : undefined}
          total={data.total}
          onPrevious={page.previous && (() => go({ ...page.previous }))}
          onNext={page.next && (() => go({ ...page.next }))}
          pageSize={size}
          onPageSize={(chosen) => go({ size: chosen === defaultPageSize ? undefined : chosen })}
        />
      )}
      <DeliverySheet
        messageId={messageId}
        deliveryId={open}
        onClose={() => onSearch({ ...search, open: undefined })}
        onSettled={onSettled}
      />
    </>
  )
}

function Empty({ search: { to, status }, onShowAll }: { search: DeliverySearch; onShowAll: () => void }) {
  if (to) {
    return (
      <EmptyState
        drawing="search"
        title={`“${to}” is no recipient${status ? ' in this state' : ''}`}
        action={<Button onClick={onShowAll}>Show all deliveries</Button>}
      >
        An address is found when it is typed whole.
      </EmptyState>
    )
  }
  if (status) {
    return (
      <EmptyState
        drawing="search"
        title={status.length === 1 ? 'Nobody is in this state' : 'Nobody is in these states'}
        action={<Button onClick={onShowAll}>Show all deliveries</Button>}
      />
    )
  }
  return (
    <EmptyState drawing="envelope" title="No deliveries yet">
      When it is sent, each recipient has a row here that says what became of it.
    </EmptyState>
  )
}

import type { ReactNode } from 'react'
import { isNarrowed } from '../../lib/paging.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { DeliveryFilter, DeliveryScope } from './delivery-search.ts'

export interface NoDeliveriesProps {
  scope: DeliveryScope
  search: DeliveryFilter
  /** Where there is nothing even without filters. */
  empty: ReactNode
  onShowAll: () => void
}

/** Why the list is empty, and the way on. */
export function NoDeliveries({ scope, search, empty, onShowAll }: NoDeliveriesProps) {
  const { q } = search
  const hasFilter = isNarrowed({ ...search, q: undefined })
  const showAll = <Button onClick={onShowAll}>Show all deliveries</Button>
  if (q) {
    return (
      <EmptyState drawing="search" title={`“${q}” ${nothingFor[scope.of]}`} action={showAll}>
        {hasFilter
          ? 'An address is found when it is typed whole, and fits the filters.'
          : 'An address, a number or a device’s token is found when it is typed whole.'}
      </EmptyState>
    )
  }
  if (hasFilter) {
    return <EmptyState drawing="search" title="No delivery fits these filters" action={showAll} />
  }
  return empty
}

const nothingFor: Record<DeliveryScope['of'], string> = {
  project: 'was sent nothing',
  message: 'is no recipient',
  person: 'was sent nothing',
  provider: 'was sent nothing by it',
}

import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { type DeliveryScope, type DeliverySearch, isFirstPage } from './delivery-search.ts'

export interface NoDeliveriesProps {
  scope: DeliveryScope
  search: DeliverySearch
  /** Where there is nothing even without filters. */
  empty: ReactNode
  onShowAll: () => void
}

/** Why the list is empty, and the way on. */
export function NoDeliveries({ scope, search, empty, onShowAll }: NoDeliveriesProps) {
  const { q, status, channel, provider, code, person, target, message, from, to } = search
  const isNarrowed = Boolean(
    status || channel || provider || code || person || target || message || from || to,
  )
  const showAll = <Button onClick={onShowAll}>Show all deliveries</Button>
  if (q) {
    return (
      <EmptyState drawing="search" title={`“${q}” ${nothingFor[scope.of]}`} action={showAll}>
        {isNarrowed
          ? 'An address is found when it is typed whole, and fits the filters.'
          : 'An address, a number or a device’s token is found when it is typed whole.'}
      </EmptyState>
    )
  }
  if (isNarrowed) {
    return <EmptyState drawing="search" title="No delivery fits these filters" action={showAll} />
  }
  if (!isFirstPage(search)) {
    return (
      <EmptyState drawing="search" title="This page is empty" action={showAll}>
        What was on it is no longer kept.
      </EmptyState>
    )
  }
  return empty
}

const nothingFor: Record<DeliveryScope['of'], string> = {
  project: 'was sent nothing',
  message: 'is no recipient',
  person: 'was sent nothing',
  provider: 'was sent nothing by it',
}

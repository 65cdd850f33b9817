import type { ReactNode } from 'react'
import { isNarrowed } from '../../lib/paging.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { SubscribersFilter } from './subscriber-search.ts'

export interface NoSubscribersProps {
  search: SubscribersFilter
  onSearch: (search: SubscribersFilter) => void
  /** The ways to add some, where the person may. */
  add: ReactNode
}

export function NoSubscribers({ search, onSearch, add }: NoSubscribersProps) {
  const { q, size, order } = search
  const hasFilter = isNarrowed({ ...search, q: undefined })
  if (q) {
    return (
      <EmptyState
        drawing="search"
        title={`No subscriber matches “${q}”${hasFilter ? ' and these filters' : ''}`}
        action={<Button onClick={() => onSearch({ ...search, q: undefined })}>Clear the search</Button>}
      >
        People’s names, addresses, numbers and IDs are searched; addresses and numbers from their beginning.
      </EmptyState>
    )
  }
  if (hasFilter) {
    return (
      <EmptyState
        drawing="search"
        title="No subscriber fits these filters"
        action={<Button onClick={() => onSearch({ size, order })}>Clear the filters</Button>}
      />
    )
  }
  return (
    <EmptyState drawing="people" title="Nobody is subscribed yet" action={add}>
      Messages to this topic reach whoever is subscribed when they go out.
    </EmptyState>
  )
}

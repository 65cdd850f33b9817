import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { isNarrowed, type SubscribersSearch } from './subscriber-search.ts'

export interface NoSubscribersProps {
  search: SubscribersSearch
  onSearch: (search: SubscribersSearch) => void
  /** The ways to add some, where the person may. */
  add: ReactNode
}

export function NoSubscribers({ search, onSearch, add }: NoSubscribersProps) {
  const { q, size, order, after, before, ...rest } = search
  if (after ?? before) {
    return (
      <EmptyState
        drawing="search"
        title="This page is empty"
        action={
          <Button onClick={() => onSearch({ ...search, after: undefined, before: undefined })}>
            Go to the first page
          </Button>
        }
      >
        Whoever was on it is not subscribed any more.
      </EmptyState>
    )
  }
  if (q) {
    return (
      <EmptyState
        drawing="search"
        title={`No subscriber matches “${q}”${isNarrowed(rest) ? ' and these filters' : ''}`}
        action={<Button onClick={() => onSearch({ ...search, q: undefined })}>Clear the search</Button>}
      >
        People’s names, addresses, numbers and IDs are searched; addresses and numbers from their beginning.
      </EmptyState>
    )
  }
  if (isNarrowed(rest)) {
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

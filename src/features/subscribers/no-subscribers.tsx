import type { ReactNode } from 'react'
import { isNarrowed } from '../../lib/paging.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NothingFound } from '../../ui/nothing-found.tsx'
import type { SubscribersFilter } from './subscriber-search.ts'

export interface NoSubscribersProps {
  search: SubscribersFilter
  onSearch: (search: SubscribersFilter) => void
  /** The ways to add some, where the person may. */
  add: ReactNode
}

export function NoSubscribers({ search, onSearch, add }: NoSubscribersProps) {
  if (isNarrowed(search)) {
    return (
      <NothingFound
        what="No subscriber"
        searched="People’s names, addresses, numbers and IDs are searched; addresses and numbers from their beginning."
        search={search}
        onSearch={onSearch}
      />
    )
  }
  return (
    <EmptyState drawing="people" title="Nobody is subscribed yet" action={add}>
      Messages to this topic reach whoever is subscribed when they go out.
    </EmptyState>
  )
}

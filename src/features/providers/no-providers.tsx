import { isNarrowed } from '../../lib/paging.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { AddProvider } from './add-provider.tsx'
import type { ProviderSearch } from './provider-search.ts'

export interface NoProvidersProps {
  search: ProviderSearch
  onSearch: (search: ProviderSearch) => void
  mayAdd: boolean
}

/** Why the list is empty, and the way on. */
export function NoProviders({ search, onSearch, mayAdd }: NoProvidersProps) {
  const hasFilter = isNarrowed({ ...search, q: undefined })
  if (search.q) {
    return (
      <EmptyState
        drawing="search"
        title={`No provider matches “${search.q}”`}
        action={<Button onClick={() => onSearch({ ...search, q: undefined })}>Clear the search</Button>}
      >
        {hasFilter ? 'Among those that are filtered for.' : 'Names, IDs, kinds and channels are searched.'}
      </EmptyState>
    )
  }
  if (hasFilter) {
    return (
      <EmptyState
        drawing="search"
        title="No provider is like that"
        action={<Button onClick={() => onSearch({ size: search.size })}>Show all providers</Button>}
      />
    )
  }
  return (
    <EmptyState drawing="tower" title="No providers yet" action={mayAdd && <AddProvider />}>
      A provider is what messages go out through: a mail server, a service for SMS or push, or the test inbox.
      {!mayAdd && ' An owner can add one.'}
    </EmptyState>
  )
}

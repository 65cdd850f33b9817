import { isNarrowed } from '../../lib/paging.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { PeopleFilter } from './people-search.ts'

export interface NoPeopleProps {
  search: PeopleFilter
  onSearch: (search: PeopleFilter) => void
  /** Where the person may add one. */
  onAdd?: (() => void) | undefined
}

export function NoPeople({ search, onSearch, onAdd }: NoPeopleProps) {
  const { q, size, order } = search
  const hasFilter = isNarrowed({ ...search, q: undefined })
  if (q) {
    return (
      <EmptyState
        drawing="search"
        title={`Nobody matches “${q}”${hasFilter ? ' and these filters' : ''}`}
        action={<Button onClick={() => onSearch({ ...search, q: undefined })}>Clear the search</Button>}
      >
        Names, IDs, labels, addresses and numbers are searched; addresses and numbers from their beginning.
      </EmptyState>
    )
  }
  if (hasFilter) {
    return (
      <EmptyState
        drawing="search"
        title="Nobody fits these filters"
        action={<Button onClick={() => onSearch({ size, order })}>Clear the filters</Button>}
      />
    )
  }
  return (
    <EmptyState
      drawing="people"
      title="Nobody yet"
      action={
        onAdd && (
          <Button variant="primary" onClick={onAdd} hint="c">
            Add a person
          </Button>
        )
      }
    >
      Whoever messages go to is here, with addresses, numbers and devices. Programs add people, too, as they
      sign up.
    </EmptyState>
  )
}

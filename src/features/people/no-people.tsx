import { isNarrowed } from '../../lib/paging.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NothingFound } from '../../ui/nothing-found.tsx'
import type { PeopleFilter } from './people-search.ts'

export interface NoPeopleProps {
  search: PeopleFilter
  onSearch: (search: PeopleFilter) => void
  /** Where the person may add one. */
  onAdd?: (() => void) | undefined
}

export function NoPeople({ search, onSearch, onAdd }: NoPeopleProps) {
  if (isNarrowed(search)) {
    return (
      <NothingFound
        what="Nobody"
        searched="Names, IDs, labels, addresses and numbers are searched; addresses and numbers from their beginning."
        search={search}
        onSearch={onSearch}
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

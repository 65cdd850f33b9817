import { isNarrowed } from '../../lib/paging.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { TopicsFilter } from './topic-search.ts'

export interface NoTopicsProps {
  search: TopicsFilter
  onSearch: (search: TopicsFilter) => void
  /** Where the person may add one. */
  onAdd?: (() => void) | undefined
}

export function NoTopics({ search, onSearch, onAdd }: NoTopicsProps) {
  const { q, size, order } = search
  const hasFilter = isNarrowed({ ...search, q: undefined })
  if (q) {
    return (
      <EmptyState
        drawing="search"
        title={`No topic matches “${q}”${hasFilter ? ' and these filters' : ''}`}
        action={<Button onClick={() => onSearch({ ...search, q: undefined })}>Clear the search</Button>}
      >
        Names, descriptions and IDs are searched, each word from its beginning.
      </EmptyState>
    )
  }
  if (hasFilter) {
    return (
      <EmptyState
        drawing="search"
        title="No topic fits these filters"
        action={<Button onClick={() => onSearch({ size, order })}>Clear the filters</Button>}
      />
    )
  }
  return (
    <EmptyState
      drawing="bell"
      title="No topics yet"
      action={
        onAdd && (
          <Button variant="primary" onClick={onAdd} hint="c">
            Add a topic
          </Button>
        )
      }
    >
      A topic is what people subscribe to: “News”, “Outages”. A message to it reaches everybody who is in it
      by then.
    </EmptyState>
  )
}

import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { isNarrowed, type TopicsSearch } from './topic-search.ts'

export interface NoTopicsProps {
  search: TopicsSearch
  onSearch: (search: TopicsSearch) => void
  /** Where the person may add one. */
  onAdd?: (() => void) | undefined
}

export function NoTopics({ search, onSearch, onAdd }: NoTopicsProps) {
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
        The topics that were on it have been deleted.
      </EmptyState>
    )
  }
  if (q) {
    return (
      <EmptyState
        drawing="search"
        title={`No topic matches “${q}”${isNarrowed(rest) ? ' and these filters' : ''}`}
        action={<Button onClick={() => onSearch({ ...search, q: undefined })}>Clear the search</Button>}
      >
        Names, descriptions and IDs are searched, each word from its beginning.
      </EmptyState>
    )
  }
  if (isNarrowed(rest)) {
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

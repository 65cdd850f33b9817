import { isNarrowed } from '../../lib/paging.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { NothingFound } from '../../ui/nothing-found.tsx'
import type { TopicsFilter } from './topic-search.ts'

export interface NoTopicsProps {
  search: TopicsFilter
  onSearch: (search: TopicsFilter) => void
  /** Where the person may add one. */
  onAdd?: (() => void) | undefined
}

export function NoTopics({ search, onSearch, onAdd }: NoTopicsProps) {
  if (isNarrowed(search)) {
    return (
      <NothingFound
        what="No topic"
        searched="Names, descriptions and IDs are searched, each word from its beginning."
        search={search}
        onSearch={onSearch}
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

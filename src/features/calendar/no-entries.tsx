import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { isFiltered, type MessageFilter } from '../messages/message-search.ts'

export interface NoEntriesProps {
  filter: MessageFilter
  onFilter: (filter: MessageFilter) => void
}

/** Why a list of days is empty, and the way on. */
export function NoEntries({ filter, onFilter }: NoEntriesProps) {
  if (isFiltered(filter)) {
    return (
      <EmptyState
        drawing="search"
        title="No message fits the filters"
        action={
          <Button onClick={() => onFilter({ channel: undefined, state: undefined })}>
            Show all messages
          </Button>
        }
      >
        Other days, channels or states may have some.
      </EmptyState>
    )
  }
  return (
    <EmptyState drawing="tower" title="Nothing at this time">
      What is scheduled, goes out or has gone out stands here at its time.
    </EmptyState>
  )
}

import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { CalendarSearch } from './calendar-search.ts'

export interface NoEntriesProps {
  search: CalendarSearch
  onNarrow: (change: CalendarSearch) => void
}

/** Why a list of days is empty, and the way on. */
export function NoEntries({ search, onNarrow }: NoEntriesProps) {
  if (search.channel ?? search.state) {
    return (
      <EmptyState
        drawing="search"
        title="No message fits the filters"
        action={
          <Button onClick={() => onNarrow({ channel: undefined, state: undefined })}>
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

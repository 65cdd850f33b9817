import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { MessageSearch } from './message-search.ts'
import { WriteEmail } from './write-email.tsx'

export interface NoMessagesProps {
  search: MessageSearch
  onSearch: (search: MessageSearch) => void
  mayWrite: boolean
}

/** Why the list is empty, and the way on. */
export function NoMessages({ search, onSearch, mayWrite }: NoMessagesProps) {
  const { q, channel, state, size } = search
  const hasFilter = Boolean(channel ?? state)
  if (q) {
    return (
      <EmptyState
        drawing="search"
        title={`No message matches “${q}”`}
        action={<Button onClick={() => onSearch({ channel, state, size })}>Clear the search</Button>}
      >
        {hasFilter ? 'Among those that the filters leave.' : 'Names, subjects and IDs are searched.'}
      </EmptyState>
    )
  }
  if (hasFilter) {
    return (
      <EmptyState
        drawing="search"
        title={channel ? 'No message fits the filters' : noneIn(state)}
        action={<Button onClick={() => onSearch({ size })}>Show all messages</Button>}
      />
    )
  }
  return (
    <EmptyState drawing="envelope" title="No messages yet" action={mayWrite && <WriteEmail />}>
      What you write, schedule and send is listed here, with who got it and who did not.
    </EmptyState>
  )
}

const noneIn = (states: MessageSearch['state']) =>
  states?.length === 1 ? 'No message is in this state' : 'No message is in these states'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Message } from '../../../contract/messages.ts'
import type { User } from '../../../contract/users.ts'
import { zonedTime } from '../../lib/time.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { HowSoon } from '../messages/how-soon.tsx'
import { MessageName } from '../messages/message-name.tsx'
import { topicQueries } from '../topics/topic-queries.ts'
import { type Upcoming, upcomingQueries } from './upcoming-queries.ts'
import { waysOf } from './ways-to-person.ts'

/** What is scheduled and would reach a person, as things stand now. */
export function UpcomingOfPerson({ user }: { user: User }) {
  const query = useQuery(upcomingQueries.ofPerson(user))
  const { data, error, isPlaceholderData } = query
  const columns = useUpcomingColumns(data)
  return (
    <>
      <Table
        label="Upcoming messages"
        columns={columns}
        rows={data?.messages ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        stale={isPlaceholderData}
        empty={
          <EmptyState drawing="tower" title="Nothing is scheduled for them">
            {user.targets.length === 0
              ? 'Without an address, number or device no message can reach them.'
              : 'Scheduled messages that name this person, or a topic they are in, are listed here before they are sent.'}
          </EmptyState>
        }
        error={error && <LoadError query={query} title="The upcoming messages could not be loaded" />}
      />
      {data && (data.hasMore || data.isPart) && (
        <p className="py-4 text-sm text-quiet">
          {data.hasMore && 'These are the next ones; more are scheduled. '}
          {data.isPart && 'This person is in more topics than were looked at.'}
        </p>
      )}
    </>
  )
}

function useUpcomingColumns(upcoming: Upcoming | undefined): readonly Column<Message>[] {
  const ids = upcoming
    ? [...new Set(upcoming.messages.flatMap((message) => waysOf(message, upcoming.ways).topicIds))]
    : []
  const { data: topics } = useQuery(topicQueries.byIds(ids))
  return useMemo(() => {
    const names = new Map(topics?.topics.map(({ $id, name }) => [$id, name]))
    const why = (message: Message) => {
      if (!upcoming) return ''
      const { isNamed, topicIds } = waysOf(message, upcoming.ways)
      const named = topicIds.map((id) => names.get(id) ?? id)
      return [...(isNamed ? ['named directly'] : []), ...named].join(', ')
    }
    return [
      {
        id: 'name',
        header: 'Message',
        cell: (message) => <MessageName message={message} />,
      },
      {
        id: 'why',
        header: 'Reaches them by',
        width: '24%',
        cell: (message) => <span className="first-letter:uppercase">{why(message)}</span>,
      },
      {
        id: 'when',
        header: 'When',
        width: '420px',
        cell: ({ scheduledAt, timeZone }) =>
          scheduledAt && (
            <>
              {zonedTime(scheduledAt, 'dateTime', timeZone)}{' '}
              <span className="ml-1 text-quiet max-sm:hidden">
                <HowSoon at={scheduledAt} />
              </span>
            </>
          ),
      },
    ]
  }, [topics, upcoming])
}

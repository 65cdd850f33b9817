import { type UseQueryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { firstPage, type Page } from '../../lib/paging.ts'
import { zonedTime } from '../../lib/time.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { PagedTable } from '../../ui/paged-table.tsx'
import type { Column } from '../../ui/table.tsx'
import { HowSoon } from './how-soon.tsx'
import { MessageBadge } from './message-badge.tsx'
import { MessageName } from './message-name.tsx'
import { messageSubtitle } from './message-title.ts'

const columns: readonly Column<Message>[] = [
  {
    id: 'name',
    header: 'Message',
    cell: (message) => <MessageName message={message} subtitle={messageSubtitle(message)} />,
  },
  {
    id: 'at',
    header: 'Goes out',
    width: '336px',
    cell: ({ scheduledAt, timeZone }) => scheduledAt && zonedTime(scheduledAt, 'dateTime', timeZone),
  },
  {
    id: 'in',
    header: 'How soon',
    hideHeader: true,
    width: '160px',
    narrow: 'beside',
    cell: (message) =>
      message.delivery.phase === 'scheduled' && message.scheduledAt ? (
        <HowSoon at={message.scheduledAt} />
      ) : (
        <MessageBadge message={message} />
      ),
  },
]

type MessagePage = { total: number; messages: Message[] }

export interface UpcomingMessagesProps {
  /** `messageQueries.upcoming`, or another list of messages to come. */
  // biome-ignore lint/suspicious/noExplicitAny: each list has a key of its own
  query: UseQueryOptions<MessagePage, Error, MessagePage, any>
  page: Page
  onPage: (page: Page) => void
  /** An `EmptyState`. */
  empty: ReactNode
}

/** Messages to come of one sort, the next first: what will use a provider, reach a person, go to a topic. */
export function UpcomingMessages({ query, page, onPage, empty }: UpcomingMessagesProps) {
  const list = useListPage(useQuery(query), ({ messages }) => messages, page)
  return (
    <PagedTable
      label="Upcoming messages"
      columns={columns}
      list={list}
      onPage={(to) => onPage({ ...page, ...firstPage, ...to })}
      empty={empty}
      words={{
        failed: 'What is scheduled could not be loaded',
        lost: 'The message it began at is scheduled no more.',
        gone: 'What was on it is scheduled no more.',
      }}
    />
  )
}

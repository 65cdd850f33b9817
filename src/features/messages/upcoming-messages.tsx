import { type UseQueryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { cutPage, defaultPageSize, type Page } from '../../lib/paging.ts'
import { currentProject } from '../../lib/project.ts'
import { zonedTime } from '../../lib/time.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Pager } from '../../ui/pager.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { HowSoon } from './how-soon.tsx'
import { MessageBadge } from './message-badge.tsx'
import { messageSubtitle, messageTitle } from './message-title.ts'

const columns: readonly Column<Message>[] = [
  {
    id: 'name',
    header: 'Message',
    cell: (message) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <ChannelIcon channel={message.providerType} className="shrink-0" />
        <span className="min-w-0 truncate max-sm:whitespace-normal">
          <RowLink
            to="/p/$projectId/messages/$messageId"
            params={{ projectId: currentProject(), messageId: message.$id }}
          >
            {messageTitle(message)}
          </RowLink>
          <span className="ml-2 text-quiet max-sm:hidden">{messageSubtitle(message)}</span>
        </span>
      </span>
    ),
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
export function UpcomingMessages({ query, page: asked, onPage, empty }: UpcomingMessagesProps) {
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(query)
  const { size = defaultPageSize } = asked
  const known = useLastKnown(data)
  const page = known && cutPage(known.messages, asked)
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const isFirst = asked.after === undefined && asked.before === undefined
  const problem = problemOf(error)
  const turn = (to: Page) => onPage({ size: asked.size, ...to })
  return (
    <>
      <Table
        label="Upcoming messages"
        columns={columns}
        rows={page?.rows ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        stale={isPlaceholderData}
        empty={empty}
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'What is scheduled could not be loaded'}
              problem={isLost ? { message: 'The message it began at is scheduled no more.' } : problem}
              onRetry={isLost ? () => turn({}) : () => void refetch()}
              retrying={isFetching}
            />
          )
        }
      />
      {data && page && (page.rows.length > 0 || !isFirst) && (
        <Pager
          count={page.rows.length}
          before={isFirst ? 0 : undefined}
          total={data.total}
          onPrevious={page.previous && (() => turn({ ...page.previous }))}
          onNext={page.next && (() => turn({ ...page.next }))}
          pageSize={size}
          onPageSize={(chosen) => onPage({ size: chosen === defaultPageSize ? undefined : chosen })}
        />
      )}
    </>
  )
}

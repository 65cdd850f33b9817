import { useQuery } from '@tanstack/react-query'
import type { Log } from '../../../contract/logs.ts'
import { problemOf } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { eventText } from './event-text.ts'
import { logPageSize, messageLogQueries } from './message-log-queries.ts'

const columns: readonly Column<Log>[] = [
  {
    id: 'what',
    header: 'What',
    cell: (log) => {
      const { what, detail } = eventText(log)
      return (
        <>
          <span className="font-strong">{what}</span>
          {detail && <span className="ml-2 text-quiet">{detail}</span>}
        </>
      )
    },
  },
  {
    id: 'who',
    header: 'Who',
    width: '28%',
    cell: ({ userName, userEmail, userType }) => userName || userEmail || userType || 'System',
  },
  {
    id: 'where',
    header: 'From',
    width: '20%',
    wideOnly: true,
    cell: ({ ip, clientName }) => [clientName, ip].filter(Boolean).join(', '),
  },
  { id: 'when', header: 'When', width: '136px', cell: ({ time }) => <RelativeTime at={time} /> },
]

export interface MessageActivityProps {
  messageId: string
  page: number
  onPage: (page: number) => void
}

/** Who did what to it, newest first. */
export function MessageActivity({ messageId, page, onPage }: MessageActivityProps) {
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(
    messageLogQueries.list(messageId, page),
  )
  const problem = problemOf(error)
  const before = (page - 1) * logPageSize
  return (
    <>
      <Table
        label="Activity"
        columns={columns}
        rows={data?.logs}
        rowKey={({ time, event, userId }) => `${time} ${event} ${userId}`}
        stale={isPlaceholderData}
        empty={
          <EmptyState drawing="bell" title="Nothing has been done to it yet">
            Who wrote, sent or stopped it will be listed here.
          </EmptyState>
        }
        error={
          problem && (
            <ErrorNotice
              title="The activity could not be loaded"
              problem={problem}
              onRetry={() => void refetch()}
              retrying={isFetching}
            />
          )
        }
      />
      {data && (page > 1 || data.total > logPageSize) && (
        <nav aria-label="Pages" className="flex items-center justify-between gap-4 py-4 text-sm text-quiet">
          <p role="status" className="tabular-nums">
            {(before + 1).toLocaleString()}–{(before + data.logs.length).toLocaleString()} of{' '}
            {data.total.toLocaleString()}
          </p>
          <div className="flex gap-2">
            <Button size="sm" disabled={page === 1} onClick={() => onPage(page - 1)}>
              Previous
            </Button>
            <Button
              size="sm"
              disabled={before + data.logs.length >= data.total}
              onClick={() => onPage(page + 1)}
            >
              Next
            </Button>
          </div>
        </nav>
      )}
    </>
  )
}

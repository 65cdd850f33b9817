import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Log } from '../../../contract/logs.ts'
import { useIsPanelOpen } from '../../lib/panel.ts'
import { Badge } from '../../ui/badge.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { actorName, changeText, whatWords } from './activity-words.ts'

const what: Column<Log> = {
  id: 'what',
  header: 'What',
  width: '20%',
  cell: (log) => (
    <span className="flex items-center gap-2">
      <ToSheet log={log} />
      {log.outcome === 'refused' && <Badge tone="failed">Refused</Badge>}
    </span>
  ),
}

const thing: Column<Log> = {
  id: 'thing',
  header: 'Thing',
  width: '19%',
  cell: ({ resourceId, resourceName }) =>
    resourceName || <span className="font-mono text-xs text-quiet">{resourceId}</span>,
}

const change: Column<Log> = {
  id: 'change',
  header: 'Change',
  cell: (log) => {
    const text = log.reason || changeText(log)
    return text && <span title={text}>{text}</span>
  },
}

const who: Column<Log> = { id: 'who', header: 'Who', width: '17%', cell: actorName }

const from: Column<Log> = {
  id: 'from',
  header: 'From',
  width: '12%',
  wideOnly: true,
  narrow: 'hidden',
  cell: ({ ip, clientName }) => [clientName, ip].filter(Boolean).join(', '),
}

const when: Column<Log> = {
  id: 'when',
  header: 'When',
  width: '112px',
  cell: ({ time }) => <RelativeTime at={time} />,
}

function ToSheet({ log }: { log: Log }) {
  const isOpen = useIsPanelOpen('open')
  return (
    <Link
      to="."
      search={(search: object) => ({ ...search, open: log.$id })}
      replace={isOpen}
      resetScroll={false}
      data-row-link=""
      className="row-link"
    >
      {whatWords(log)}
    </Link>
  )
}

const ofProject: readonly Column<Log>[] = [what, thing, change, who, from, when]
/** On the thing's own page its name would be the same in every row. */
const ofThing: readonly Column<Log>[] = [what, change, who, from, when]

export interface ActivityTableProps {
  /** The whole project's, or one thing's. */
  of: 'project' | 'thing'
  /** Undefined until they are known. */
  rows: readonly Log[] | undefined
  empty: ReactNode
  error?: ReactNode
  stale?: boolean | undefined
  /** The entry whose sheet is open. */
  current?: string | undefined
  /** False where the table is not what the page is about. */
  keys?: boolean | undefined
}

/** Who did what, when, from where, and what it changed; a row opens its entry (`open` in the search). */
export function ActivityTable({ of, ...rest }: ActivityTableProps) {
  return (
    <Table
      {...rest}
      label="Activity"
      columns={of === 'project' ? ofProject : ofThing}
      rowKey={({ $id }) => $id}
    />
  )
}

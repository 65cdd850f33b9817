import { Link } from '@tanstack/react-router'
import type { Log } from '../../../contract/logs.ts'
import { useIsPanelOpen } from '../../lib/panel.ts'
import { Badge } from '../../ui/badge.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table.tsx'
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

/** Who did what, when, from where, and what it changed; a row opens its entry (`open` in the search). */
export const activityColumns = {
  project: [what, thing, change, who, from, when],
  // On the thing's own page its name would be the same in every row.
  thing: [what, change, who, from, when],
} as const satisfies Record<string, readonly Column<Log>[]>

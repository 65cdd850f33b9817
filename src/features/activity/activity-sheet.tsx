import { useQuery } from '@tanstack/react-query'
import Link2 from 'lucide-react/icons/link-2'
import type { ReactNode } from 'react'
import type { Log } from '../../../contract/logs.ts'
import { problemOf } from '../../lib/api-error.ts'
import { zonedTime } from '../../lib/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RowSheet } from '../../ui/row-sheet.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { activityQueries } from './activity-queries.ts'
import { actorName, actorTypeWords, fieldChanges, thingWord, whatWords } from './activity-words.ts'
import { ThingLink } from './thing-link.tsx'

export interface ActivitySheetProps {
  logId: string
  onClose: () => void
  /** At the end: more of the same. */
  more?: ((log: Log) => ReactNode) | undefined
}

/** One entry with all that is known of it. The list beside it stays in use. */
export function ActivitySheet({ logId, onClose, more }: ActivitySheetProps) {
  const { data: log, error, refetch, isFetching } = useQuery(activityQueries.get(logId))
  const problem = problemOf(error)
  return (
    <RowSheet
      open
      onClose={onClose}
      title={log ? whatWords(log) : 'Entry'}
      footer={<CopyLink />}
      error={
        problem && {
          title: 'This entry could not be loaded',
          problem,
          onRetry: () => void refetch(),
          retrying: isFetching,
        }
      }
    >
      {log && (
        <div className="grid gap-6">
          {log.outcome === 'refused' && (
            <Notice tone="error" title="Refused: nothing was changed">
              {log.reason}
            </Notice>
          )}
          <Facts log={log} />
          <Changes log={log} />
          {more?.(log)}
        </div>
      )}
    </RowSheet>
  )
}

function Facts({ log }: { log: Log }) {
  const { resourceType, resourceId, resourceName, userType, userId, userEmail, ip, time, event } = log
  const byWhom = actorName(log)
  const isPerson = userType === 'admin' || userType === 'user'
  return (
    <DescriptionList
      items={[
        {
          term: 'When',
          value: (
            <span className="tabular-nums">
              {zonedTime(time, 'exact')}
              <span className="block text-sm text-quiet">{zonedTime(time, 'exact', 'UTC')}</span>
            </span>
          ),
        },
        {
          term: 'Who',
          value: (
            <>
              {byWhom}
              {byWhom !== actorTypeWords(userType) && (
                <span className="ml-2 text-quiet">{actorTypeWords(userType)}</span>
              )}
              {isPerson && userEmail && userEmail !== byWhom && (
                <span className="block text-sm text-quiet">{userEmail}</span>
              )}
            </>
          ),
        },
        {
          term: 'Thing',
          value: (
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span>
                <ThingLink type={resourceType} id={resourceId}>
                  {resourceName || thingWord(resourceType)}
                </ThingLink>
                {resourceName && <span className="ml-2 text-quiet">{thingWord(resourceType)}</span>}
              </span>
              {resourceId && <CopyableId id={resourceId} of={`${thingWord(resourceType)} ID`} />}
            </span>
          ),
        },
        { term: 'Address', value: ip },
        { term: 'With', value: agentText(log) },
        { term: 'Outcome', value: log.outcome === 'refused' ? <Badge tone="failed">Refused</Badge> : 'Done' },
        { term: 'Event', value: <code className="font-mono text-sm">{event}</code> },
        ...(userId ? [{ term: 'Actor', value: <CopyableId id={userId} of="actor ID" /> }] : []),
      ]}
    />
  )
}

/** "Firefox 128.0 on GNU/Linux, desktop". */
function agentText({ clientName, clientVersion, osName, osVersion, deviceName, deviceModel }: Log): string {
  const client = [clientName, clientVersion].filter(Boolean).join(' ')
  const system = [osName, osVersion].filter(Boolean).join(' ')
  const device = deviceModel || deviceName
  return [[client, system].filter(Boolean).join(' on '), device].filter(Boolean).join(', ')
}

function Changes({ log }: { log: Log }) {
  const changes = fieldChanges(log)
  if (changes.length === 0) return null
  return (
    <section aria-labelledby="changes">
      <h3 id="changes" className="mb-3 text-base font-strong">
        What changed
      </h3>
      <dl className="divide-y divide-line border-y border-line">
        {changes.map(({ field, isSecret, before, after }) => (
          <div key={field} className="grid gap-1 py-3">
            <dt className="text-sm font-strong first-letter:uppercase">{field}</dt>
            {isSecret ? (
              <dd className="text-quiet">A secret: that it changed is all that is kept.</dd>
            ) : (
              <>
                <Value label="Before" text={before} isOld />
                <Value label="After" text={after} />
              </>
            )}
          </div>
        ))}
      </dl>
    </section>
  )
}

function Value({ label, text, isOld = false }: { label: string; text: string; isOld?: boolean }) {
  return (
    <dd className="grid grid-cols-[56px_minmax(0,1fr)] gap-2 text-sm">
      <span className="text-quiet">{label}</span>
      <span className={`wrap-anywhere whitespace-pre-wrap ${isOld ? 'text-quiet' : ''}`}>
        {text || <span className="text-quiet">nothing</span>}
      </span>
    </dd>
  )
}

/** The address of the page says which entry is open, and how the list is filtered. */
function CopyLink() {
  const { state, copy } = useCopy()
  return (
    <Button icon={<Link2 aria-hidden="true" />} onClick={() => copy(location.href)}>
      <span role="status">
        {state === 'copied' ? 'Link copied' : state === 'failed' ? 'Copying is not allowed' : 'Copy link'}
      </span>
    </Button>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import { Suspense } from 'react'
import type { FailureGroup } from '../../../contract/explanations.ts'
import type { Message } from '../../../contract/messages.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { Button } from '../../ui/button.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { plural } from '../messages/audience-summary.tsx'
import { RetryDialog } from '../messages/message-dialogs.ts'
import { hasEnded } from '../messages/message-state.ts'
import { useMay } from '../session/use-session.ts'
import { DeliveryBadge } from './delivery-badge.tsx'
import { explanationQueries } from './explanation-queries.ts'
import type { WhySearch } from './why-search.ts'

export interface FailuresPartProps {
  message: Message
  /** The cause whose dialog is open, as it stands in the URL. */
  retry: string | undefined
}

/** What went wrong with a message, by cause, and what helps; nothing where nothing did. */
export function FailuresPart({ message, retry }: FailuresPartProps) {
  const { failed, inDoubt } = message.delivery.counts
  const query = useQuery(explanationQueries.failures(message))
  const { data, error } = query
  const maySend = useMay('editor')
  const closeDialog = useClosePanel<WhySearch>('retry')
  if (failed + inDoubt === 0) return null
  const groups = data && [...data.failed.causes, ...data.inDoubt.causes]
  const retried = groups?.find((group) => inUrl(group) === retry)
  return (
    <Section title="What went wrong">
      {error && !data && <LoadError query={query} title="The causes could not be loaded" />}
      {!data && !error && (
        <div className="grid gap-3" role="status" aria-label="Loading">
          <Skeleton width="70%" />
          <Skeleton width="55%" />
        </div>
      )}
      {groups && (
        <ul className="divide-y divide-line border-y border-line">
          {groups.map((group) => (
            <li key={`${group.status} ${group.code} ${group.cause}`} className="grid grid-cols-1 gap-2 py-4">
              <Cause message={message} group={group} />
            </li>
          ))}
        </ul>
      )}
      <Suspense>
        {retried && maySend && hasEnded(message) && (
          <RetryDialog message={message} status={retried.status} cause={retried} onClose={closeDialog} />
        )}
      </Suspense>
    </Section>
  )
}

/** Below it, both times read alike. */
const minute = 60_000

const inUrl = ({ status, code }: FailureGroup) => `${status} ${code}`

interface CauseProps {
  message: Message
  group: FailureGroup
}

function Cause({ message, group }: CauseProps) {
  const { status, code, happened, toDo, count, firstAt, lastAt, samples } = group
  const [sample] = samples
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 max-w-prose grow basis-60 font-strong">{happened}</p>
        <span className="flex items-center gap-2 tabular-nums">
          {sample && <DeliveryBadge delivery={{ ...sample, status }} />}
          {plural(count, 'recipient', 'recipients')}
        </span>
      </div>
      <p className="max-w-prose">{toDo}</p>
      {sample && (
        <p className="text-sm text-quiet wrap-anywhere">
          {count > 1 ? 'Such as ' : ''}
          {sample.providerType === 'push' ? 'a device' : sample.identifier}
          {sample.error?.message && `: ${sample.error.message}`}
        </p>
      )}
      <p className="flex flex-wrap items-baseline gap-x-3 text-sm text-quiet">
        <span className="font-mono text-xs">{code}</span>
        <span>
          <RelativeTime at={firstAt} />
          {Date.parse(lastAt) - Date.parse(firstAt) >= minute && (
            <>
              {' to '}
              <RelativeTime at={lastAt} />
            </>
          )}
        </span>
      </p>
      <Remedies message={message} group={group} />
    </>
  )
}

function Remedies({ message, group }: CauseProps) {
  const { status, code, count, remedy, samples } = group
  const maySend = useMay('editor')
  const navigate = useNavigate()
  const params = { projectId: currentProject(), messageId: message.$id }
  const providerId = samples[0]?.providerId
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
      {maySend && (
        <Button
          size="sm"
          icon={<RotateCcw aria-hidden="true" />}
          blocked={!hasEnded(message) && 'The message is still being sent to others'}
          onClick={() =>
            navigate({
              to: '.',
              search: (before: object) => ({ ...before, retry: inUrl(group) }),
              resetScroll: false,
            })
          }
        >
          {retryWords(status, count)}
        </Button>
      )}
      <TextLink
        to="/p/$projectId/messages/$messageId/deliveries"
        params={params}
        search={{ status: [status], code: [code] }}
      >
        Show {count === 1 ? 'it' : 'them'} in the deliveries
      </TextLink>
      {remedy === 'openProvider' && (
        <TextLink
          to={providerId ? '/p/$projectId/providers/$providerId' : '/p/$projectId/providers'}
          params={{ projectId: currentProject(), providerId: providerId ?? '' }}
        >
          {providerId ? 'Open the provider' : 'Open the providers'}
        </TextLink>
      )}
    </div>
  )
}

function retryWords(status: FailureGroup['status'], count: number): string {
  const which = count === 1 ? 'this one' : `these ${count.toLocaleString()}`
  return status === 'failed' ? `Retry ${which}…` : `Send again to ${which}…`
}

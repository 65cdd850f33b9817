import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeliveryDetail } from '../../../contract/deliveries.ts'
import { problemOf } from '../../lib/api-error.ts'
import { currentProject } from '../../lib/project.ts'
import { formatInstant, viewerZone, zoneLabel } from '../../lib/time.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { SideSheet } from '../../ui/side-sheet.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { toast } from '../../ui/toasts.ts'
import { providerQueries } from '../providers/provider-queries.ts'
import { useMay } from '../session/use-session.ts'
import { DeliveryBadge } from './delivery-badge.tsx'
import { deliveryMutations, deliveryQueries } from './delivery-queries.ts'
import { deliveryReason, outcomeWords, roleWords } from './delivery-words.ts'

export interface DeliverySheetProps {
  messageId: string
  /** Undefined while none is open. */
  deliveryId: string | undefined
  onClose: () => void
  onSettled: () => unknown
}

/** One row of the ledger, with every attempt. The list beside it stays in use. */
export function DeliverySheet({ messageId, deliveryId, onClose, onSettled }: DeliverySheetProps) {
  const { data, error, refetch, isFetching } = useQuery({
    ...deliveryQueries.get(messageId, deliveryId ?? ''),
    enabled: deliveryId !== undefined,
  })
  const maySettle = useMay('editor')
  const [isNarrow] = useState(() => window.matchMedia('(width < 768px)').matches)
  const problem = problemOf(error)
  return (
    <SideSheet
      open={deliveryId !== undefined}
      onClose={onClose}
      // Where it covers the list it leaves nothing beside it to be used.
      modal={isNarrow}
      title={<span className="wrap-anywhere">{data?.identifier ?? 'Delivery'}</span>}
      footer={data?.status === 'inDoubt' && maySettle && <Settle delivery={data} onSettled={onSettled} />}
    >
      {problem && !data && (
        <ErrorNotice problem={problem} onRetry={() => void refetch()} retrying={isFetching} />
      )}
      {!data && !problem && (
        <div className="grid gap-4" role="status" aria-label="Loading">
          <Skeleton width="96px" height="20px" />
          <Skeleton width="70%" />
          <Skeleton width="55%" />
        </div>
      )}
      {data && <Facts delivery={data} />}
    </SideSheet>
  )
}

function Facts({ delivery }: { delivery: DeliveryDetail }) {
  const { $id, status, role, attempts, sentAt, nextAttemptAt, providerMessageId, inboxItemId, error } =
    delivery
  const provider = useProviderName(delivery)
  const reason = deliveryReason(delivery)
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <DeliveryBadge delivery={delivery} />
        {status === 'sent' && sentAt && (
          <span className="text-quiet">
            {inboxItemId ? 'Test inbox: reached nobody' : `accepted by ${provider}`},{' '}
            {formatInstant(sentAt, 'exact')}
          </span>
        )}
      </div>
      {status === 'inDoubt' && (
        <Notice tone="warning" title="It may have arrived">
          The answer never came. Sending again may send it twice; what you know from elsewhere can be put down
          here.
        </Notice>
      )}
      {reason && status !== 'inDoubt' && (
        <Notice tone={status === 'failed' ? 'error' : 'info'} title={error?.code}>
          {reason}
          {error?.permanent && (
            <p className="mt-1 text-quiet">For good: a retry leaves it out unless told otherwise.</p>
          )}
        </Notice>
      )}
      <DescriptionList
        items={[
          { term: 'As', value: roleWords[role] },
          { term: 'Provider', value: provider },
          { term: 'Attempts', value: attempts.toLocaleString() },
          { term: 'Sent', value: sentAt && <RelativeTime at={sentAt} /> },
          ...(status === 'pending' && nextAttemptAt
            ? [{ term: 'Next attempt', value: <RelativeTime at={nextAttemptAt} /> }]
            : []),
          ...(inboxItemId
            ? [{ term: 'Test inbox', value: <ToInbox itemId={inboxItemId} /> }]
            : [{ term: 'Provider’s ID', value: providerMessageId && <CopyableId id={providerMessageId} /> }]),
          { term: 'Delivery', value: <CopyableId id={$id} of="delivery ID" /> },
        ]}
      />
      <Attempts delivery={delivery} />
    </div>
  )
}

function useProviderName({ providerId, providerType }: DeliveryDetail): string {
  const { data } = useQuery(providerQueries.ofType(providerType))
  if (!providerId) return 'No provider'
  return data?.providers.find(({ $id }) => $id === providerId)?.name ?? providerId
}

function ToInbox({ itemId }: { itemId: string }) {
  return (
    <TextLink to="/p/$projectId/inbox/$itemId" params={{ projectId: currentProject(), itemId }}>
      Look at what arrived
    </TextLink>
  )
}

function Attempts({ delivery: { attemptLog, attempts, status } }: { delivery: DeliveryDetail }) {
  if (attemptLog.length === 0) {
    return attempts === 0 ? null : (
      <p className="text-sm text-quiet">
        {status === 'sent' ? 'It was taken at the first attempt.' : 'The first attempt is under way.'}
      </p>
    )
  }
  return (
    <section aria-labelledby="attempts">
      <h3 id="attempts" className="mb-3 text-base font-strong">
        Attempts
      </h3>
      <ol className="grid gap-5">
        {attemptLog.map(({ attempt, outcome, code, response, startedAt, finishedAt }) => (
          <li key={attempt} className="grid gap-2">
            <p>
              <span className="font-strong">{attempt.toLocaleString()}.</span> {outcomeWords[outcome]}
              {code && <span className="ml-2 font-mono text-xs text-quiet">{code}</span>}
            </p>
            {(finishedAt ?? startedAt) && (
              <p className="text-sm text-quiet tabular-nums">
                {formatInstant(finishedAt ?? startedAt ?? '', 'exact')} {zoneLabel(viewerZone())}
                {startedAt && finishedAt && `, after ${duration(startedAt, finishedAt)}`}
              </p>
            )}
            {response && <CodeBlock label="What the provider said" code={response} />}
          </li>
        ))}
      </ol>
    </section>
  )
}

function duration(from: string, to: string): string {
  const milliseconds = Math.max(0, Date.parse(to) - Date.parse(from))
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${(milliseconds / 1_000).toFixed(1)} s`
}

function Settle({ delivery, onSettled }: { delivery: DeliveryDetail; onSettled: () => unknown }) {
  const queryClient = useQueryClient()
  const [as, setAs] = useState<'sent' | 'failed'>()
  const settle = useMutation({
    ...deliveryMutations.settle(),
    onSuccess: async (settled) => {
      queryClient.setQueryData(deliveryQueries.get(delivery.messageId, delivery.$id).queryKey, settled)
      toast({
        title: settled.status === 'sent' ? 'Counted as sent' : 'Marked failed',
        detail: settled.identifier,
      })
      setAs(undefined)
      await queryClient.invalidateQueries({ queryKey: deliveryQueries.ofMessages(delivery.messageId) })
      return onSettled()
    },
  })
  return (
    <>
      <Button onClick={() => setAs('failed')}>Mark failed</Button>
      <Button variant="primary" onClick={() => setAs('sent')}>
        Count as sent
      </Button>
      {as && (
        <ConfirmDialog
          open
          onClose={() => setAs(undefined)}
          onConfirm={() => settle.mutate({ deliveryId: delivery.$id, as })}
          title={as === 'sent' ? 'Count it as sent?' : 'Mark it failed?'}
          consequence={
            as === 'sent'
              ? `${delivery.identifier} is taken to have got it, and is not sent to again.`
              : `${delivery.identifier} is taken not to have got it; a retry sends it again.`
          }
          confirm={as === 'sent' ? 'Count as sent' : 'Mark failed'}
          keep="Leave it in doubt"
          pending={settle.isPending && 'Putting it down…'}
          error={problemOf(settle.error)}
        />
      )}
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import type { DeliveryDetail } from '../../../contract/deliveries.ts'
import { problemOf } from '../../lib/api-error.ts'
import { zonedTime } from '../../lib/time.ts'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowSheet } from '../../ui/row-sheet.tsx'
import { SuppressionNotice } from '../suppressions/suppression-notice.tsx'
import { DeliveryActions } from './delivery-actions.tsx'
import { DeliveryAttempts } from './delivery-attempts.tsx'
import { DeliveryBadge } from './delivery-badge.tsx'
import {
  MessageLink,
  MoreLikeIt,
  PersonLink,
  ProviderLink,
  TargetLink,
  TestInboxLink,
} from './delivery-links.tsx'
import { deliveryQueries } from './delivery-queries.ts'
import { deliveryReason, reachedNobody, roleWords } from './delivery-words.ts'

export interface DeliverySheetProps {
  /** Undefined while none is open. */
  deliveryId: string | undefined
  onClose: () => void
}

/** One row of the ledger, with every attempt. The list beside it stays in use. */
export function DeliverySheet({ deliveryId, onClose }: DeliverySheetProps) {
  const { data, error, refetch, isFetching } = useQuery({
    ...deliveryQueries.get(deliveryId ?? ''),
    enabled: deliveryId !== undefined,
  })
  const problem = problemOf(error)
  return (
    <RowSheet
      open={deliveryId !== undefined}
      onClose={onClose}
      title={<span className="wrap-anywhere">{data ? titleOf(data) : 'Delivery'}</span>}
      footer={data && <DeliveryActions key={data.$id} delivery={data} />}
      error={
        problem && {
          title: 'This delivery could not be loaded',
          problem,
          onRetry: () => void refetch(),
          retrying: isFetching,
        }
      }
    >
      {data && (
        <div className="grid grid-cols-1 gap-6">
          <Outcome delivery={data} />
          {mayBeSuppressed(data) && <SuppressionNotice identifier={data.identifier} />}
          <Facts delivery={data} />
          <DeliveryAttempts delivery={data} />
          <MoreLikeIt delivery={data} />
        </div>
      )}
    </RowSheet>
  )
}

/** Left out for it, or what it was put on the list for. */
const mayBeSuppressed = ({ providerType, reason, error }: DeliveryDetail) =>
  providerType !== 'push' && (reason === 'suppressed' || error?.permanent === true)

/** A device's token stands among the facts: it is no title. */
const titleOf = ({ providerType, identifier }: DeliveryDetail) =>
  providerType === 'push' ? 'Delivery to a device' : identifier

function Outcome({ delivery }: { delivery: DeliveryDetail }) {
  const { status, sentAt, nextAttemptAt, inboxItemId, error } = delivery
  const reason = deliveryReason(delivery)
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <DeliveryBadge delivery={delivery} />
        {status === 'sent' && sentAt && (
          <span className="text-quiet">
            {inboxItemId ? reachedNobody : 'accepted'}, {zonedTime(sentAt, 'exact')}
          </span>
        )}
        {status === 'pending' && nextAttemptAt && (
          <span className="text-quiet">
            next attempt <RelativeTime at={nextAttemptAt} />
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
        <Notice tone={status === 'failed' ? 'error' : 'info'} title={error && failureTitle(error)}>
          {reason}
          {error?.permanent && (
            <p className="mt-1 text-quiet">A retry leaves it out unless told otherwise.</p>
          )}
        </Notice>
      )}
    </div>
  )
}

const failureTitle = ({ permanent }: { permanent: boolean }) => (permanent ? 'Refused for good' : 'Not sent')

function Facts({ delivery }: { delivery: DeliveryDetail }) {
  const { $id, providerType, identifier, role, providerMessageId, inboxItemId } = delivery
  return (
    <DescriptionList
      items={[
        { term: 'Message', value: <MessageLink delivery={delivery} /> },
        { term: 'Person', value: <PersonLink delivery={delivery} /> },
        { term: targetTerms[providerType], value: <TargetLink delivery={delivery} /> },
        ...(providerType === 'push'
          ? [{ term: 'Token', value: <span className="font-mono text-xs">{identifier}</span> }]
          : []),
        ...(role !== 'to' ? [{ term: 'As', value: roleWords[role] }] : []),
        { term: 'Provider', value: <ProviderLink delivery={delivery} /> },
        ...(inboxItemId
          ? [{ term: 'Test inbox', value: <TestInboxLink itemId={inboxItemId} /> }]
          : providerMessageId
            ? [{ term: 'Provider’s ID', value: <CopyableId id={providerMessageId} /> }]
            : []),
        { term: 'Delivery', value: <CopyableId id={$id} of="delivery ID" /> },
      ]}
    />
  )
}

const targetTerms = { email: 'Address', sms: 'Number', push: 'Device' } as const

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { plural } from './audience-summary.tsx'
import { messageMutations, messageQueries, takeMessage } from './message-queries.ts'

export interface RetryDialogProps {
  message: Message
  status: 'failed' | 'inDoubt' | 'cancelled'
  /** Only those with this one of the causes. */
  cause?: { code: string; count: number; permanent: boolean } | undefined
  onClose: () => void
}

/** Sends again to those whom it did not, or perhaps did not, reach. Whoever got it does not get it again. */
export function RetryDialog({ message, status, cause, onClose }: RetryDialogProps) {
  const queryClient = useQueryClient()
  const [includePermanent, setIncludePermanent] = useState(false)
  const failed = useQuery({
    ...messageQueries.failedRows(message.$id),
    enabled: status === 'failed' && !cause,
  })
  const retry = useMutation({
    ...messageMutations.retry(),
    onSuccess: (again) => {
      toast({ title: 'Sending again', detail: 'Only to those who have not got it.' })
      onClose()
      return takeMessage(queryClient, again)
    },
  })

  const all = cause?.count ?? message.delivery.counts[status]
  const permanent = cause
    ? Number(cause.permanent) * cause.count
    : (failed.data?.deliveries.filter(({ error }) => error?.permanent).length ?? 0)
  const isWhole =
    cause !== undefined || (failed.data !== undefined && failed.data.deliveries.length >= failed.data.total)
  const isAllPermanent = isWhole && permanent === all
  const takesAll = includePermanent || isAllPermanent
  const count = takesAll ? all : all - permanent
  const people = plural(count, 'recipient', 'recipients')
  const upTo = status === 'failed' && !isWhole && !takesAll ? 'up to ' : ''

  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={() =>
        retry.mutate({
          messageId: message.$id,
          wish: { status: [status], includePermanent: takesAll, errorCode: cause?.code },
        })
      }
      title={titles[status]}
      consequence={consequences[status]}
      confirm={status === 'failed' ? `Retry ${upTo}${count.toLocaleString()} failed` : `Send to ${people}`}
      keep="Leave it as it is"
      pending={(retry.isPending && 'Sending again…') || (failed.isLoading && 'Counting…')}
      error={problemOf(retry.error)}
      acknowledge={status === 'failed' && isAllPermanent ? allPermanent(all) : undefined}
    >
      {status === 'failed' && permanent > 0 && !isAllPermanent && (
        <Checkbox
          label={`Also the ${isWhole ? permanent.toLocaleString() : 'ones'} that were refused for good`}
          help="Such as addresses that do not exist. They are likely to be refused again."
          checked={includePermanent}
          onChange={({ target }) => setIncludePermanent(target.checked)}
        />
      )}
    </ConfirmDialog>
  )
}

const allPermanent = (count: number) =>
  count === 1
    ? 'It was refused for good, as an address that does not exist is; try it all the same'
    : `All ${count.toLocaleString()} were refused for good, as addresses that do not exist are; try them all the same`

const titles = {
  failed: 'Retry those that failed?',
  inDoubt: 'Send again to those in doubt?',
  cancelled: 'Send to those that were cancelled?',
} as const

const consequences = {
  failed: 'It is sent again, as it was, to just these. Whoever got it does not get it twice.',
  inDoubt:
    'Nobody knows whether they got it: whoever did gets it twice. To settle one by hand instead, open it among the deliveries.',
  cancelled: 'It is sent, as it was, to just these. Whoever got it does not get it twice.',
} as const

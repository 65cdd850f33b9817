import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeliveryDetail } from '../../../contract/deliveries.ts'
import type { Message } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { useBackCloses } from '../../lib/panel.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { messageMutations, messageQueries } from '../messages/message-queries.ts'
import { useMay } from '../session/use-session.ts'
import { deliveryMutations, deliveryQueries, lookAgain } from './delivery-queries.ts'

type Wish = 'again' | 'sent' | 'failed'

/** What a person can do about one delivery: settle it by hand, or have just this one sent again. */
export function DeliveryActions({ delivery }: { delivery: DeliveryDetail }) {
  const mayAct = useMay('editor')
  const { data: message } = useQuery(messageQueries.get(delivery.messageId))
  const [wish, setWish] = useState<Wish>()
  const close = () => setWish(undefined)
  const { status, reason } = delivery
  // Whoever has been deleted is sent nothing any more, and his row tells nobody's story.
  const canSendAgain = reason !== 'personDeleted' && isRetryable(status)
  const isDoubtful = status === 'inDoubt'
  if (!mayAct || !(canSendAgain || isDoubtful)) return null
  return (
    <>
      {isDoubtful && (
        <Button variant="quiet" onClick={() => setWish('failed')}>
          Mark failed
        </Button>
      )}
      {canSendAgain && (
        <Button
          variant={isDoubtful ? 'secondary' : 'primary'}
          blocked={whyNotYet(message)}
          onClick={() => setWish('again')}
        >
          {sendAgainWords[status]}
        </Button>
      )}
      {isDoubtful && (
        <Button variant="primary" onClick={() => setWish('sent')}>
          Count as sent
        </Button>
      )}
      {wish === 'again' && canSendAgain && <SendAgain delivery={delivery} status={status} onClose={close} />}
      {wish && wish !== 'again' && <Settle delivery={delivery} as={wish} onClose={close} />}
    </>
  )
}

type Retryable = 'failed' | 'inDoubt' | 'cancelled'

const isRetryable = (status: DeliveryDetail['status']): status is Retryable =>
  status === 'failed' || status === 'inDoubt' || status === 'cancelled'

const sendAgainWords: Record<Retryable, string> = {
  failed: 'Retry…',
  inDoubt: 'Send again…',
  cancelled: 'Send it…',
}

/** The rest of a message goes first: a row can be opened again when all have ended. */
function whyNotYet(message: Message | undefined): string | false {
  if (!message) return 'Its message is being looked up'
  const { phase } = message.delivery
  return phase !== 'done' && phase !== 'cancelled' && 'Its message is still being sent to others'
}

interface SendAgainProps {
  delivery: DeliveryDetail
  status: Retryable
  onClose: () => void
}

function SendAgain({ delivery, status, onClose }: SendAgainProps) {
  const queryClient = useQueryClient()
  useBackCloses(onClose)
  const { $id: deliveryId, messageId, error } = delivery
  const isPermanent = error?.permanent ?? false
  const retry = useMutation({
    ...messageMutations.retry(),
    onSuccess: () => {
      toast({ title: 'Sending again', detail: delivery.identifier })
      onClose()
      return lookAgain(queryClient)
    },
  })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={() =>
        retry.mutate({
          messageId,
          wish: { status: [status], includePermanent: isPermanent, deliveryId },
        })
      }
      title={status === 'cancelled' ? 'Send it after all?' : 'Send it again?'}
      consequence={
        status === 'inDoubt'
          ? `Nobody knows whether ${recipientOf(delivery)} got it: if so, it comes twice.`
          : `It goes, as it was, to ${recipientOf(delivery)} and nobody else.`
      }
      confirm={status === 'failed' ? 'Retry this one' : 'Send to this one'}
      keep="Leave it as it is"
      pending={retry.isPending && 'Sending again…'}
      error={problemOf(retry.error)}
      acknowledge={
        isPermanent
          ? 'It was refused for good, and is likely to be refused again; try all the same'
          : undefined
      }
    />
  )
}

interface SettleProps {
  delivery: DeliveryDetail
  as: 'sent' | 'failed'
  onClose: () => void
}

function Settle({ delivery, as, onClose }: SettleProps) {
  const queryClient = useQueryClient()
  useBackCloses(onClose)
  const settle = useMutation({
    ...deliveryMutations.settle(),
    onSuccess: (settled) => {
      queryClient.setQueryData(deliveryQueries.get(delivery.$id).queryKey, settled)
      toast({
        title: settled.status === 'sent' ? 'Counted as sent' : 'Marked failed',
        detail: settled.identifier,
      })
      onClose()
      return lookAgain(queryClient)
    },
  })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={() => settle.mutate({ deliveryId: delivery.$id, as })}
      title={as === 'sent' ? 'Count it as sent?' : 'Mark it failed?'}
      consequence={
        as === 'sent'
          ? `It is taken that ${recipientOf(delivery)} got it, and it is not sent there again.`
          : `It is taken that ${recipientOf(delivery)} did not get it; a retry sends it again.`
      }
      confirm={as === 'sent' ? 'Count as sent' : 'Mark failed'}
      keep="Leave it in doubt"
      pending={settle.isPending && 'Putting it down…'}
      error={problemOf(settle.error)}
    />
  )
}

const recipientOf = ({ providerType, identifier }: DeliveryDetail) =>
  providerType === 'push' ? 'this device' : identifier

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Message } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { messageMutations, takeMessage } from './message-queries.ts'
import { doneTotal } from './message-state.ts'
import { messageTitle } from './message-title.ts'

/** Stops what is not sent yet. The numbers move on while it is open. */
export function CancelDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const queryClient = useQueryClient()
  const { total, counts } = message.delivery
  const open = total - doneTotal(message)
  const cancel = useMutation({
    ...messageMutations.cancel(),
    onSuccess: (cancelled) => {
      const { counts } = cancelled.delivery
      toast({
        title: 'The rest is cancelled',
        detail: `${counts.sent.toLocaleString()} got it before.`,
      })
      onClose()
      return takeMessage(queryClient, cancelled)
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => cancel.mutate(message.$id)}
      title={`Stop sending “${messageTitle(message)}”?`}
      consequence={`${counts.sent.toLocaleString()} of ${total.toLocaleString()} have got it, and keep it. What is on its way this moment still arrives.`}
      confirm={`Cancel the rest (${open.toLocaleString()})`}
      keep="Keep sending"
      pending={cancel.isPending && 'Cancelling…'}
      error={problemOf(cancel.error)}
    />
  )
}

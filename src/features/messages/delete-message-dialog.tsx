import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Message } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { zonedTime } from '../../lib/time.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { dismissToast, toast } from '../../ui/toasts.ts'
import { messageMutations, messageQueries } from './message-queries.ts'
import { messageState } from './message-state.ts'
import { messageTitle } from './message-title.ts'
import { sendingToastId } from './use-send-message.ts'

export interface DeleteMessageDialogProps {
  message: Message
  onClose: () => unknown
  /** When it is gone; a page about it then goes elsewhere. */
  onDeleted?: (() => unknown) | undefined
}

export function DeleteMessageDialog({ message, onClose, onDeleted }: DeleteMessageDialogProps) {
  const queryClient = useQueryClient()
  const { consequence, confirm } = words(message)
  const remove = useMutation({
    ...messageMutations.delete(),
    onSuccess: async () => {
      dismissToast(sendingToastId(message.$id))
      toast({ title: `“${messageTitle(message)}” is deleted` })
      if (onDeleted) await onDeleted()
      else await onClose()
      queryClient.removeQueries({ queryKey: messageQueries.one(message.$id) })
      return queryClient.invalidateQueries({ queryKey: messageQueries.lists() })
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate(message.$id)}
      title={`Delete “${messageTitle(message)}”?`}
      consequence={consequence}
      confirm={confirm}
      keep="Keep it"
      pending={remove.isPending && 'Deleting…'}
      error={problemOf(remove.error)}
    />
  )
}

/** What a delete touches. */
function words(message: Message): { consequence: string; confirm: string } {
  const { counts, total } = message.delivery
  const open = counts.pending + counts.sending
  switch (messageState(message)) {
    case 'draft':
      return { consequence: 'What is written in it is gone. Nobody has got it.', confirm: 'Delete draft' }
    case 'missed':
      return { consequence: 'It was not sent, and will not be.', confirm: 'Delete message' }
    case 'undoable':
    case 'scheduled': {
      const due = message.scheduledAt
        ? ` on ${zonedTime(message.scheduledAt, 'dateTime', message.timeZone)}`
        : ''
      return { consequence: `It will not be sent${due}.`, confirm: 'Delete and do not send' }
    }
    case 'preparing':
      return { consequence: 'It is about to be sent. Nobody gets it.', confirm: 'Delete and stop sending' }
    case 'sending':
    case 'paused':
      return {
        consequence: `The ${open.toLocaleString()} that are not sent yet are cancelled; ${counts.sent.toLocaleString()} of ${total.toLocaleString()} have got it already, and keep it.`,
        confirm: `Delete and cancel ${open.toLocaleString()}`,
      }
    case 'cancelled':
    case 'sent':
    case 'partly':
    case 'failed':
    case 'nobody':
      return {
        consequence: `It leaves the lists, and with it the record of who got it. ${counts.sent.toLocaleString()} of ${total.toLocaleString()} got it, and keep it.`,
        confirm: 'Delete message',
      }
  }
}

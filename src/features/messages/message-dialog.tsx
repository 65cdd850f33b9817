import type { Message } from '../../../contract/messages.ts'
import { useMay } from '../session/use-session.ts'
import { CancelDialog, DeleteMessageDialog, RetryDialog, SendNowDialog } from './message-dialogs.ts'
import type { MessagePageSearch } from './message-search.ts'
import { hasEnded, isGoingOut, messageState } from './message-state.ts'

export interface MessageDialogProps {
  message: Message
  dialog: MessagePageSearch['dialog']
  onClose: () => void
  /** When it is gone; a page about it then goes elsewhere. */
  onDeleted?: (() => unknown) | undefined
}

/** The dialog that the address names, as far as the message has come for it, and to whom it is open. */
export function MessageDialog({ message, dialog, onClose, onDeleted }: MessageDialogProps) {
  const maySend = useMay('editor')
  const mayDelete = useMay(message.status === 'draft' ? 'author' : 'editor')
  const { counts } = message.delivery
  const retry = (status: 'failed' | 'inDoubt' | 'cancelled') =>
    maySend &&
    hasEnded(message) &&
    counts[status] > 0 && <RetryDialog message={message} status={status} onClose={onClose} />

  switch (dialog) {
    case 'sendNow':
      return (
        maySend &&
        messageState(message) === 'scheduled' && <SendNowDialog message={message} onClose={onClose} />
      )
    case 'cancel':
      return maySend && isGoingOut(message) && <CancelDialog message={message} onClose={onClose} />
    case 'retryFailed':
      return retry('failed')
    case 'retryInDoubt':
      return retry('inDoubt')
    case 'retryCancelled':
      return retry('cancelled')
    case 'delete':
      return mayDelete && <DeleteMessageDialog message={message} onClose={onClose} onDeleted={onDeleted} />
    case undefined:
      return null
  }
}

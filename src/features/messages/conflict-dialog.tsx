import { useQuery } from '@tanstack/react-query'
import type { EmailMessage } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { messageLogQueries } from './message-log-queries.ts'
import { messageQueries } from './message-queries.ts'
import { isEditable } from './message-state.ts'

export interface ConflictDialogProps {
  messageId: string
  /** Puts it aside; nothing is saved until it is decided. */
  onClose: () => void
  onTakeTheirs: (theirs: EmailMessage) => void
  onOverwrite: () => void
  /** For one that cannot be edited any more. */
  onOpen: () => void
}

/** Somebody else has saved the same draft in the meantime. */
export function ConflictDialog({
  messageId,
  onClose,
  onTakeTheirs,
  onOverwrite,
  onOpen,
}: ConflictDialogProps) {
  const message = useQuery({ ...messageQueries.get(messageId), staleTime: 0, refetchOnMount: 'always' })
  const logs = useQuery({
    ...messageLogQueries.list(messageId, 1, 1),
    staleTime: 0,
    refetchOnMount: 'always',
  })
  const theirs = message.isFetching ? undefined : message.data
  const last = logs.isFetching ? undefined : logs.data?.logs[0]
  const who = last?.userName || last?.userEmail || 'Somebody else'
  const isOpen = theirs === undefined || isEditable(theirs)

  return (
    <Dialog
      open
      onClose={onClose}
      role="alertdialog"
      title={isOpen ? 'Somebody else has changed this draft' : 'This is no draft any more'}
      footer={
        isOpen ? (
          <>
            <Button onClick={onOverwrite}>Keep mine, overwrite theirs</Button>
            <Button
              variant="primary"
              blocked={!theirs && 'It is being fetched'}
              onClick={() => theirs?.providerType === 'email' && onTakeTheirs(theirs)}
            >
              Load theirs, discard mine
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onOpen}>
            Open the message
          </Button>
        )
      }
    >
      {message.error && <ErrorNotice problem={problemOf(message.error) ?? { message: '' }} />}
      <p>
        {who} {isOpen ? 'saved it' : 'sent or scheduled it'}{' '}
        {theirs && <RelativeTime at={theirs.$updatedAt} />}.{' '}
        {isOpen
          ? 'What you have written since is not saved yet.'
          : 'What you have written since cannot be saved with it.'}
      </p>
    </Dialog>
  )
}

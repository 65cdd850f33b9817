import type { Message } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { zonedTime } from '../../lib/time.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { messageTitle } from './message-title.ts'
import { useLeaveSchedule } from './use-send-message.ts'

/** For a scheduled one: not at its time, but at once, and without a way back. */
export function SendNowDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { sendNow } = useLeaveSchedule()
  const due = message.scheduledAt
    ? `, and not on ${zonedTime(message.scheduledAt, 'dateTime', message.timeZone)}`
    : ''
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={() => sendNow.mutate(message, { onSuccess: onClose })}
      title={`Send “${messageTitle(message)}” now?`}
      consequence={`It goes out at once${due}. This cannot be taken back.`}
      confirm="Send now"
      keep="Keep the schedule"
      pending={sendNow.isPending && 'Sending…'}
      error={problemOf(sendNow.error)}
    />
  )
}

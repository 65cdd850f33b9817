import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Message } from '../../../contract/messages.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { currentProject } from '../../lib/project.ts'
import { zonedTime } from '../../lib/time.ts'
import { dismissToast, toast } from '../../ui/toasts.ts'
import { messageMutations, messageQueries, type SendWish, takeMessage } from './message-queries.ts'
import { isWrittenHere } from './message-state.ts'
import { messageTitle } from './message-title.ts'

export const sendingToastId = (messageId: string) => `sending-${messageId}`

/** Sends or schedules, says so, and offers to take it back. */
export function useSendMessage() {
  const queryClient = useQueryClient()
  const { takeBack, sendNow } = useLeaveSchedule()
  const openMessage = useOpenMessage()

  return useMutation({
    ...messageMutations.send(),
    onSuccess: ({ sent, askedAt }, { at }) => {
      const shared = { id: sendingToastId(sent.$id), detail: messageTitle(sent) }
      const open = { label: 'Open', onSelect: () => openMessage(sent.$id) }
      const undo = { label: 'Undo', onSelect: () => takeBack.mutate(sent) }
      if (at) {
        toast({ ...shared, tone: 'good', title: `Scheduled for ${timeText(at)}`, actions: [open, undo] })
      } else if (sent.delivery.phase === 'scheduled' && sent.scheduledAt) {
        toast({
          ...shared,
          title: 'Sending in',
          // Both instants are the server's: that this clock is wrong does no harm.
          until: askedAt + Date.parse(sent.scheduledAt) - Date.parse(sent.$updatedAt),
          actions: [undo, { label: 'Send now', onSelect: () => sendNow.mutate(sent) }],
          onEnd: () => void queryClient.invalidateQueries({ queryKey: messageQueries.all() }),
        })
      } else {
        toast({ ...shared, title: 'Sending', actions: [open] })
      }
      return takeMessage(queryClient, sent)
    },
  })
}

export const timeText = ({ instant, zone }: NonNullable<SendWish['at']>) =>
  zonedTime(instant, 'dateTime', zone)

/** Takes a message out of its undo window or its schedule. Works on when its page is left: toasts outlive pages. */
export function useLeaveSchedule() {
  const queryClient = useQueryClient()
  const openMessage = useOpenMessage()

  const settle = (changed: Message | undefined) =>
    changed
      ? takeMessage(queryClient, changed)
      : queryClient.invalidateQueries({ queryKey: messageQueries.all() })

  const takeBack = useMutation({
    ...messageMutations.leaveSchedule('draft'),
    onSuccess: (message) => {
      dismissToast(sendingToastId(message.$id))
      toast({
        tone: 'good',
        title: 'Taken back: it is a draft again',
        detail: messageTitle(message),
        actions: [
          isWrittenHere(message)
            ? { label: 'Edit', onSelect: () => openMessage(message.$id, '/edit') }
            : { label: 'Open', onSelect: () => openMessage(message.$id) },
        ],
      })
    },
    onError: (error) => complain('It could not be taken back', error),
    onSettled: settle,
  })

  const sendNow = useMutation({
    ...messageMutations.leaveSchedule('sending'),
    onSuccess: (message) => dismissToast(sendingToastId(message.$id)),
    onError: (error) => complain('It could not be sent now', error),
    onSettled: settle,
  })

  return { takeBack, sendNow }
}

function useOpenMessage() {
  const navigate = useNavigate()
  return (messageId: string, page: '' | '/edit' = '') => {
    const to = `/p/$projectId/messages/$messageId${page}` as const
    void navigate({ to, params: { projectId: currentProject(), messageId } })
  }
}

const started = [
  'message_already_scheduled',
  'message_already_processing',
  'message_already_sent',
  'message_already_failed',
]

function complain(title: string, error: Error) {
  const problem = problemOf(error)
  const isTooLate = error instanceof ApiError && started.includes(error.type)
  toast({
    tone: 'error',
    title,
    detail: isTooLate ? 'It is being sent already.' : problem?.message,
    requestId: problem?.requestId,
  })
}

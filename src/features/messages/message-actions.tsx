import Ban from 'lucide-react/icons/ban'
import CalendarClock from 'lucide-react/icons/calendar-clock'
import Pencil from 'lucide-react/icons/pencil'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import Send from 'lucide-react/icons/send'
import Undo from 'lucide-react/icons/undo-2'
import { Suspense, useState } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { useMay } from '../session/use-session.ts'
import { ReviewDialog, ScheduleDialog } from './message-dialogs.ts'
import type { SendWish } from './message-queries.ts'
import type { MessagePageSearch } from './message-search.ts'
import { doneTotal, isWrittenHere, messageState } from './message-state.ts'
import { missingContent } from './missing-content.ts'
import { useLeaveSchedule } from './use-send-message.ts'

interface ActionsProps {
  message: Message
}

export interface MessageActionsProps extends ActionsProps {
  onDialog: (dialog: MessagePageSearch['dialog']) => void
}

/** What can be done now, by where the message stands. */
export function MessageActions({ message, onDialog }: MessageActionsProps) {
  const maySend = useMay('editor')
  const mayWrite = useMay('author')
  switch (messageState(message)) {
    case 'draft':
      return mayWrite && <DraftActions message={message} maySend={maySend} />
    case 'missed':
      return maySend && <DraftActions message={message} maySend />
    case 'undoable':
    case 'scheduled':
      return maySend && <ScheduledActions message={message} />
    case 'preparing':
    case 'sending':
    case 'paused':
      return maySend && <SendingActions message={message} onDialog={onDialog} />
    case 'cancelled':
    case 'sent':
    case 'partly':
    case 'failed':
    case 'nobody':
      return maySend && <RetryActions message={message} onDialog={onDialog} />
  }
}

function DraftActions({ message, maySend }: ActionsProps & { maySend: boolean }) {
  const [step, setStep] = useState<'schedule' | 'review'>()
  const [chosen, setChosen] = useState<SendWish['at']>()
  const canReview = maySend && isComplete(message)
  const close = () => setStep(undefined)
  const review = (at: SendWish['at']) => {
    setChosen(at)
    setStep('review')
  }
  return (
    <>
      {isWrittenHere(message) ? (
        <>
          {canReview && <Button onClick={() => review(plannedTime(message))}>Review and send…</Button>}
          <ButtonLink
            to="/p/$projectId/messages/$messageId/edit"
            params={{ projectId: currentProject(), messageId: message.$id }}
            variant="primary"
            icon={<Pencil aria-hidden="true" />}
          >
            Edit draft
          </ButtonLink>
        </>
      ) : (
        canReview && (
          <>
            <Button icon={<CalendarClock aria-hidden="true" />} onClick={() => setStep('schedule')}>
              Schedule…
            </Button>
            <Button variant="primary" icon={<Send aria-hidden="true" />} onClick={() => review(undefined)}>
              Review and send…
            </Button>
          </>
        )
      )}
      <Suspense>
        {step === 'schedule' && <ScheduleDialog message={message} onClose={close} onChosen={review} />}
        {step === 'review' && <ReviewDialog message={message} at={chosen} onClose={close} onSent={close} />}
      </Suspense>
    </>
  )
}

/** A draft with a zone has a time to be sent at; one that has passed is chosen anew in the composer. */
function plannedTime({ timeZone, scheduledAt, delivery }: Message): SendWish['at'] {
  const isPlanned = timeZone !== '' && scheduledAt !== null && delivery.phase === 'draft'
  return isPlanned && Date.parse(scheduledAt) > Date.now()
    ? { instant: scheduledAt, zone: timeZone }
    : undefined
}

function isComplete(message: Message): boolean {
  const { topics, users, targets, timeZone, delivery, scheduledAt } = message
  const hasPassed =
    timeZone !== '' &&
    delivery.phase === 'draft' &&
    (scheduledAt === null || Date.parse(scheduledAt) <= Date.now())
  const hasAudience = topics.length + users.length + targets.length > 0
  // What is not written here has a time chosen here, whatever time it had.
  return hasAudience && !(hasPassed && isWrittenHere(message)) && missingContent(message).length === 0
}

function ScheduledActions({ message }: ActionsProps) {
  const { takeBack, sendNow } = useLeaveSchedule()
  if (messageState(message) === 'scheduled') {
    return (
      <Button
        variant="primary"
        icon={<Undo aria-hidden="true" />}
        pending={takeBack.isPending && 'Unscheduling…'}
        onClick={() => takeBack.mutate(message)}
      >
        Unschedule
      </Button>
    )
  }
  return (
    <>
      <Button pending={sendNow.isPending && 'Sending…'} onClick={() => sendNow.mutate(message)}>
        Send now
      </Button>
      <Button
        variant="primary"
        icon={<Undo aria-hidden="true" />}
        pending={takeBack.isPending && 'Taking it back…'}
        onClick={() => takeBack.mutate(message)}
      >
        Undo
      </Button>
    </>
  )
}

function SendingActions({ message, onDialog }: MessageActionsProps) {
  const open = message.delivery.total - doneTotal(message)
  return (
    <Button icon={<Ban aria-hidden="true" />} onClick={() => onDialog('cancel')}>
      {message.delivery.phase === 'preparing'
        ? 'Cancel sending…'
        : `Cancel the rest (${open.toLocaleString()})…`}
    </Button>
  )
}

function RetryActions({ message, onDialog }: MessageActionsProps) {
  const { failed, inDoubt } = message.delivery.counts
  const icon = <RotateCcw aria-hidden="true" />
  if (failed + inDoubt === 0) return null
  return (
    <>
      {inDoubt > 0 && (
        <Button
          variant={failed > 0 ? 'secondary' : 'primary'}
          icon={icon}
          onClick={() => onDialog('retryInDoubt')}
        >
          Send again {inDoubt.toLocaleString()} in doubt…
        </Button>
      )}
      {failed > 0 && (
        <Button variant="primary" icon={icon} onClick={() => onDialog('retryFailed')}>
          Retry {failed.toLocaleString()} failed…
        </Button>
      )}
    </>
  )
}

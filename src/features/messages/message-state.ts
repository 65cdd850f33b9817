// Where a message stands, in the words of the screen.
import type { Message } from '../../../contract/messages.ts'
import type { ChannelType } from '../../../contract/resource.ts'

export type MessageState =
  | 'draft'
  | 'undoable'
  | 'scheduled'
  | 'missed'
  | 'preparing'
  | 'sending'
  | 'paused'
  | 'cancelled'
  | 'sent'
  | 'partly'
  | 'failed'
  | 'nobody'

export function messageState(message: Message): MessageState {
  const { phase, counts } = message.delivery
  switch (phase) {
    case 'scheduled':
      return isUndoable(message) ? 'undoable' : 'scheduled'
    case 'draft':
    case 'missed':
    case 'preparing':
    case 'sending':
    case 'paused':
    case 'cancelled':
      return phase
    case 'done':
      if (message.status === 'sent') return 'sent'
      if (counts.sent > 0) return 'partly'
      return counts.failed + counts.inDoubt + counts.cancelled > 0 ? 'failed' : 'nobody'
  }
}

/** The longest undo window, with a second for the writing. */
const longestUndo = 601_000

/**
 * "Send" is a schedule of a few seconds and without a zone; whoever chooses a time chooses a zone. Both instants are the
 * server's, so that a wrong clock here changes nothing.
 */
function isUndoable({ timeZone, scheduledAt, $updatedAt }: Message): boolean {
  if (timeZone !== '' || scheduledAt === null) return false
  return Date.parse(scheduledAt) - Date.parse($updatedAt) <= longestUndo
}

/** Rows that have come to an end, one way or the other. */
export function doneTotal({ delivery: { total, counts } }: Message): number {
  return total - counts.pending - counts.sending
}

export function percentDone(message: Message): number {
  const { total } = message.delivery
  return total === 0 ? 0 : Math.floor((100 * doneTotal(message)) / total)
}

/** All that could be done is done: from here it goes on when somebody says so. */
export const hasEnded = ({ delivery: { phase } }: Message) => phase === 'done' || phase === 'cancelled'

/** On its way, until it ends or somebody cancels the rest. */
export const isGoingOut = ({ delivery: { phase } }: Message) =>
  phase === 'preparing' || phase === 'sending' || phase === 'paused'

const soon = 60_000

/** Whether it changes by itself within seconds: then it is looked at more often. */
export function isMoving(message: Message, now = Date.now()): boolean {
  const { phase, counts } = message.delivery
  if (phase === 'preparing' || phase === 'sending') return true
  // What was on the wire when somebody cancelled still comes to its end.
  if (phase === 'cancelled') return counts.pending + counts.sending > 0
  if (phase !== 'scheduled' || message.scheduledAt === null) return false
  return isUndoable(message) || Date.parse(message.scheduledAt) - now < soon
}

/** A missed message is written like a draft. */
export const isEditable = ({ delivery: { phase } }: Message) => phase === 'draft' || phase === 'missed'

/** Whether the console has a form for it. Other types come by the API; here they are sent, scheduled and deleted. */
export const isWrittenHere = ({ providerType }: Message) => writtenHere[providerType]

const writtenHere: Record<ChannelType, boolean> = { email: true, sms: false, push: false }

/** The moment that matters most now: when it will be sent, when it was, or when it was last written. */
export function relevantTime(message: Message): { at: string; what: string } {
  const { startedAt, finishedAt } = message.delivery
  switch (messageState(message)) {
    case 'undoable':
    case 'scheduled':
      return { at: message.scheduledAt ?? message.$updatedAt, what: 'Due' }
    case 'missed':
      return { at: message.scheduledAt ?? message.$updatedAt, what: 'Was due' }
    case 'draft':
      return { at: message.$updatedAt, what: 'Edited' }
    case 'preparing':
    case 'sending':
    case 'paused':
      return { at: startedAt ?? message.$updatedAt, what: 'Started' }
    case 'cancelled':
    case 'sent':
    case 'partly':
    case 'failed':
    case 'nobody':
      return { at: finishedAt ?? message.deliveredAt ?? message.$updatedAt, what: 'Ended' }
  }
}

/** How much of it reaches nobody, because it goes through a test provider. */
export function testShare({ delivery: { total, counts, testTotal } }: Message): 'none' | 'some' | 'all' {
  if (testTotal === 0) return 'none'
  return testTotal >= total - counts.skipped ? 'all' : 'some'
}

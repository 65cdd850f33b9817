import Clock from 'lucide-react/icons/clock'
import Pause from 'lucide-react/icons/pause'
import UserX from 'lucide-react/icons/user-x'
import type { ReactNode } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { Badge, type BadgeTone, tones } from '../../ui/badge.tsx'
import { countdownText } from '../../ui/countdown-text.ts'
import { useNow } from '../../ui/use-now.ts'
import { type MessageState, messageState, percentDone } from './message-state.ts'

type Look = { tone: BadgeTone; word?: string; icon?: ReactNode }

const looks: Record<Exclude<MessageState, 'undoable' | 'sending'>, Look> = {
  draft: { tone: 'draft' },
  scheduled: { tone: 'scheduled' },
  missed: { tone: 'doubt', word: 'Missed', icon: <Clock aria-hidden="true" /> },
  preparing: { tone: 'sending', word: 'Preparing' },
  paused: { tone: 'sending', word: 'Paused', icon: <Pause aria-hidden="true" /> },
  cancelled: { tone: 'cancelled' },
  sent: { tone: 'sent' },
  partly: { tone: 'partly' },
  failed: { tone: 'failed' },
  nobody: { tone: 'partly', word: 'Nobody to send to', icon: <UserX aria-hidden="true" /> },
}

/** Where a message stands, in a word. */
export function MessageBadge({ message }: { message: Message }) {
  const state = messageState(message)
  if (state === 'undoable') return <UndoableBadge dueAt={message.scheduledAt ?? ''} />
  if (state === 'sending') return <Badge tone="sending">Sending {percentDone(message)} %</Badge>
  const { tone, word, icon } = looks[state]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}

/** The same without a countdown, for where there is room for a word only. */
export function stateWord(message: Message): { word: string; tone: BadgeTone } {
  const state = messageState(message)
  const { tone, word }: Look =
    state === 'undoable' ? looks.scheduled : state === 'sending' ? { tone: 'sending' } : looks[state]
  return { tone, word: word ?? tones[tone].word }
}

function UndoableBadge({ dueAt }: { dueAt: string }) {
  const now = useNow(250)
  return <Badge tone="scheduled">Sending in {countdownText(Date.parse(dueAt) - now)}</Badge>
}

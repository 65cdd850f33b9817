import Ban from 'lucide-react/icons/ban'
import CalendarClock from 'lucide-react/icons/calendar-clock'
import Check from 'lucide-react/icons/check'
import CircleQuestionMark from 'lucide-react/icons/circle-question-mark'
import CircleX from 'lucide-react/icons/circle-x'
import Pencil from 'lucide-react/icons/pencil'
import Send from 'lucide-react/icons/send'
import SkipForward from 'lucide-react/icons/skip-forward'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { ComponentType, ReactNode, SVGProps } from 'react'
import { classNames } from './class-names.ts'

export type BadgeTone =
  | 'draft'
  | 'scheduled'
  | 'sending'
  | 'sent'
  | 'partly'
  | 'failed'
  | 'doubt'
  | 'cancelled'
  | 'skipped'
  | 'neutral'

interface Tone {
  word: string
  icon: ComponentType<SVGProps<SVGSVGElement>> | null
  look: string
}

/** What each state is called and how it looks, for what shows a state and is no badge. */
export const tones: Readonly<Record<BadgeTone, Tone>> = {
  draft: { word: 'Draft', icon: Pencil, look: 'bg-draft-wash text-draft' },
  scheduled: { word: 'Scheduled', icon: CalendarClock, look: 'bg-scheduled-wash text-scheduled' },
  sending: { word: 'Sending', icon: Send, look: 'bg-sending-wash text-sending' },
  sent: { word: 'Sent', icon: Check, look: 'bg-sent-wash text-sent' },
  partly: { word: 'Partly sent', icon: TriangleAlert, look: 'bg-partly-wash text-partly' },
  failed: { word: 'Failed', icon: CircleX, look: 'bg-failed-wash text-failed' },
  doubt: { word: 'In doubt', icon: CircleQuestionMark, look: 'bg-doubt-wash text-doubt' },
  cancelled: { word: 'Cancelled', icon: Ban, look: 'bg-draft-wash text-draft' },
  skipped: { word: 'Skipped', icon: SkipForward, look: 'bg-draft-wash text-draft' },
  neutral: { word: '', icon: null, look: 'bg-draft-wash text-draft' },
}

export interface BadgeProps {
  tone: BadgeTone
  /** The word, where it is not the tone's own: "Sending 42 %", "Paused". A neutral one needs it. */
  children?: ReactNode
  /** Takes the tone's place: a missed message is doubtful with a clock. */
  icon?: ReactNode
  className?: string | undefined
}

/** A state in one word, one colour and one sign, the same everywhere. */
export function Badge({ tone, children, icon, className }: BadgeProps) {
  const { word, icon: Icon, look } = tones[tone]
  return (
    <span
      className={classNames(
        'inline-flex max-w-full items-center gap-1 rounded-full align-middle px-2 py-0.5 text-xs font-strong whitespace-nowrap tabular-nums [&>svg]:size-3.5 [&>svg]:shrink-0',
        look,
        className,
      )}
    >
      {icon ?? (Icon && <Icon aria-hidden="true" />)}
      <span className="truncate">{children ?? word}</span>
    </span>
  )
}

import { useState } from 'react'
import { exactTimeText, relativeTimeText } from './relative-time-text.ts'
import { Tooltip } from './tooltip.tsx'
import { useNow } from './use-now.ts'

export interface RelativeTimeProps {
  /** ISO text as the API writes it. */
  at: string
  className?: string | undefined
}

/** "3 h ago", "in 5 min"; hover, focus or a tap says exactly when, here and in UTC. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const [isOpen, setOpen] = useState(false)
  const moment = Date.parse(at)
  const now = useNow()
  if (Number.isNaN(moment)) return null
  return (
    <Tooltip text={isOpen && <ExactTime moment={moment} />} open={isOpen} onOpenChange={setOpen}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: for the finger, which has no hover; the keyboard has focus */}
      <time
        dateTime={at}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time must be there for the keyboard too
        tabIndex={0}
        onClick={() => setOpen(true)}
        className={`relative z-1 cursor-default rounded-[2px] whitespace-nowrap ${className ?? ''}`}
      >
        {relativeTimeText(moment, now)}
      </time>
    </Tooltip>
  )
}

function ExactTime({ moment }: { moment: number }) {
  const { local, utc } = exactTimeText(moment)
  return (
    <span className="grid gap-0.5 tabular-nums">
      <span>{local}</span>
      <span className="opacity-75">{utc}</span>
    </span>
  )
}

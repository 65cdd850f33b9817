import type { ReactNode } from 'react'
import { useId } from 'react'

const fills = {
  accent: 'bg-accent-fill',
  sent: 'bg-sent',
  sending: 'bg-sending',
  failed: 'bg-failed',
  doubt: 'bg-doubt',
  skipped: 'bg-control',
  cancelled: 'bg-control',
} as const

export interface ProgressProps {
  label: string
  max: number
  /** How much is done; with `parts` their sum, unless given. */
  value?: number | undefined
  /** What the done part consists of, drawn in this order. */
  parts?: readonly { tone: keyof typeof fills; value: number }[] | undefined
  /** Stands for "412 of 1,204". */
  words?: string | undefined
  /** Behind the numbers: "about 2 min left". */
  detail?: ReactNode
  hideLabel?: boolean | undefined
}

const number = new Intl.NumberFormat()

/** A bar with numbers. */
export function Progress({ label, max, value, parts, words, detail, hideLabel }: ProgressProps) {
  const id = useId()
  const shown = parts ?? [{ tone: 'accent' as const, value: value ?? 0 }]
  const done = value ?? shown.reduce((sum, part) => sum + part.value, 0)
  const text = words ?? `${number.format(done)} of ${number.format(max)}`
  return (
    <div className="tabular-nums">
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span id={id} className={hideLabel ? 'sr-only' : 'font-strong'}>
          {label}
        </span>
        <span className="text-quiet">
          {text}
          {detail && <>, {detail}</>}
        </span>
      </div>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={done}
        aria-valuetext={text}
        className="flex h-2 overflow-hidden rounded-full bg-line"
      >
        {shown.map((part) => (
          <span
            key={part.tone}
            className={`${fills[part.tone]} transition-[width] duration-300`}
            style={{ width: `${max > 0 ? (100 * part.value) / max : 0}%` }}
          />
        ))}
      </div>
    </div>
  )
}

import { type ReactNode, useState } from 'react'

export interface FoldedProps {
  label: ReactNode
  /** How much in it is set: seen without opening it. */
  count?: number | undefined
  startsOpen?: boolean | undefined
  /** Something in it is wrong, and has to be seen. It stays open when that is mended. */
  isWrong?: boolean | undefined
  children: ReactNode
  className?: string | undefined
}

/** What is seldom needed, under its name. */
export function Folded({
  label,
  count = 0,
  startsOpen = false,
  isWrong = false,
  children,
  className,
}: FoldedProps) {
  const [isOpen, setOpen] = useState(startsOpen)
  return (
    <details
      open={isOpen || isWrong}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className={`group ${className ?? ''}`}
    >
      <summary className="inline-flex min-h-8 items-center gap-2 rounded-control text-sm font-strong tabular-nums pointer-coarse:min-h-11">
        <span aria-hidden="true" className="inline-block transition-transform group-open:rotate-90">
          ›
        </span>
        {label}
        {count > 0 && (
          <span className="rounded-full bg-accent-wash px-1.5 text-xs">
            {count.toLocaleString()}
            <span className="sr-only"> set</span>
          </span>
        )}
      </summary>
      {children}
    </details>
  )
}

import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'

export interface FilterChip {
  id: string
  label: string
  value: ReactNode
  onRemove: () => void
}

export interface FilterChipsProps {
  chips: readonly FilterChip[]
  onReset: () => void
}

/** The filters that are on, each with its value. */
export function FilterChips({ chips, onReset }: FilterChipsProps) {
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-2">
      {chips.map(({ id, label, value, onRemove }) => (
        <li
          key={id}
          className="inline-flex min-h-7 max-w-full items-center rounded-full bg-accent-wash pl-3 text-sm pointer-coarse:min-h-9"
        >
          <span className="truncate">
            <span className="text-quiet">{label}: </span>
            {value}
          </span>
          <button
            type="button"
            aria-label={`Remove filter ${label}`}
            onClick={onRemove}
            className="relative ml-1 grid size-7 shrink-0 place-items-center rounded-full text-quiet hover:text-ink pointer-coarse:size-9 pointer-coarse:after:absolute pointer-coarse:after:-inset-1"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" onClick={onReset} className="link min-h-6 px-1 text-sm pointer-coarse:min-h-11">
          Reset
        </button>
      </li>
    </ul>
  )
}

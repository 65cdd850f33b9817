import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'

export interface SelectionBarProps {
  /** How many are chosen; the bar is there from one on. */
  count: number
  /** How many match the filter in all, where the actions can take all of them. */
  matching?: number | undefined
  /** All that match are chosen, not only this page's. */
  isAll?: boolean | undefined
  onChooseAll?: (() => void) | undefined
  onClear: () => void
  /** What can be done with them: small buttons that repeat the number where it matters. */
  children: ReactNode
}

export function SelectionBar({
  count,
  matching,
  isAll = false,
  onChooseAll,
  onClear,
  children,
}: SelectionBarProps) {
  if (count === 0) return null
  return (
    <section
      aria-label="Chosen rows"
      className="sticky bottom-4 z-float mx-auto mt-4 flex w-fit max-w-full animate-[rise_140ms_ease-out] flex-wrap items-center gap-x-4 gap-y-2 rounded-surface border border-line bg-surface py-2 pr-2 pl-4 shadow-float"
    >
      <p role="status" className="font-strong tabular-nums">
        {isAll ? `All ${(matching ?? count).toLocaleString()} chosen` : `${count.toLocaleString()} chosen`}
      </p>
      {!isAll && onChooseAll && matching !== undefined && matching > count && (
        <button type="button" className="link min-h-6" onClick={onChooseAll}>
          Choose all {matching.toLocaleString()} that match
        </button>
      )}
      <div className="flex flex-wrap items-center gap-2">{children}</div>
      <IconButton label="Clear choice" icon={<X />} onClick={onClear} />
    </section>
  )
}

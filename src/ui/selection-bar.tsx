import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'
import type { useSelection } from './use-selection.ts'

export interface SelectionBarProps {
  selection: ReturnType<typeof useSelection>
  /** How many match the filter in all, where the actions can take all of them. */
  matching?: number | undefined
  /** What can be done with them: small buttons that repeat the number where it matters. */
  children: ReactNode
}

/** Below a table of which rows are chosen: how many, and what can be done with them. */
export function SelectionBar({ selection, matching, children }: SelectionBarProps) {
  const { chosen, isAll, chooseAll, clear } = selection
  const count = isAll && matching !== undefined ? matching : chosen.size
  const words = isAll ? `All ${count.toLocaleString()} chosen` : `${count.toLocaleString()} chosen`
  return (
    <>
      {/* There before the first choice, so that it is heard. */}
      <p role="status" className="sr-only">
        {count > 0 && words}
      </p>
      {count > 0 && (
        <section
          aria-label="Chosen rows"
          className="sticky bottom-4 z-float mx-auto mt-4 flex w-fit max-w-full animate-[rise_140ms_ease-out] flex-wrap items-center gap-x-4 gap-y-2 rounded-surface border border-line bg-surface py-2 pr-2 pl-4 shadow-float"
        >
          <p className="font-strong tabular-nums">{words}</p>
          {!isAll && matching !== undefined && matching > count && (
            <button type="button" className="link min-h-6 pointer-coarse:min-h-11" onClick={chooseAll}>
              Choose all {matching.toLocaleString()} that match
            </button>
          )}
          <div className="flex flex-wrap items-center gap-2">{children}</div>
          <IconButton label="Clear choice" icon={<X aria-hidden="true" />} onClick={clear} />
        </section>
      )}
    </>
  )
}

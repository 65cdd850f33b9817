import { Button } from '../../ui/button.tsx'
import type { useChosen } from './use-chosen.ts'

export interface ChosenBarProps {
  chosen: ReturnType<typeof useChosen>
  /** How many match in all. */
  total: number
  /** There may be more than `total`. */
  isCapped: boolean
  /** They are those of a search or a filter. */
  isNarrowed: boolean
  onRemove: () => void
}

/** What can be done with the ticked ones; nothing while none is. */
export function ChosenBar({ chosen, total, isCapped, isNarrowed, onRemove }: ChosenBarProps) {
  const { isAll, chooseAll, clear } = chosen
  const count = isAll ? total : chosen.chosen.size
  const all = `${total.toLocaleString()}${isCapped ? '+' : ''}`
  const matching = isNarrowed ? `All ${all} that match` : `All ${all}`
  return (
    <div role="status" aria-label="Chosen subscribers">
      {count > 0 && (
        <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-surface bg-accent-wash py-1.5 pr-1.5 pl-4 text-sm tabular-nums">
          <span className="font-strong">
            {isAll ? `${matching} are chosen` : `${count.toLocaleString()} chosen`}
          </span>
          {!isAll && count < total && (
            <Button size="sm" variant="quiet" onClick={chooseAll}>
              Choose {matching.charAt(0).toLowerCase() + matching.slice(1)}
            </Button>
          )}
          <span className="ml-auto flex gap-2">
            <Button size="sm" variant="quiet" onClick={clear}>
              Choose none
            </Button>
            <Button size="sm" onClick={onRemove}>
              Remove…
            </Button>
          </span>
        </div>
      )}
    </div>
  )
}

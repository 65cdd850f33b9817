import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { FilterButton } from './filter-button.tsx'

export interface FacetFilterProps {
  label: string
  options: readonly { value: string; label: ReactNode; count?: number | undefined }[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

/** One property of a list to filter by, with a few values of which any number can be on. */
export function FacetFilter({ label, options, chosen: known, onChange }: FacetFilterProps) {
  // The address, which holds them, may follow a moment later: a tick is seen at once, and the next one adds to it.
  const [now, setNow] = useState({ chosen: known, on: known.join() })
  if (now.on !== known.join()) setNow({ chosen: known, on: known.join() })
  const { chosen } = now
  const choose = (next: readonly string[]) => {
    setNow({ ...now, chosen: next })
    onChange(next)
  }
  return (
    <FilterButton label={label} count={chosen.length}>
      <fieldset>
        <legend className="mb-1 text-xs text-quiet">{label}</legend>
        {options.map((option) => (
          <Checkbox
            key={option.value}
            label={
              <span className="flex justify-between gap-4">
                <span className="min-w-0">{option.label}</span>
                {option.count !== undefined && (
                  <span className="text-quiet tabular-nums">{option.count.toLocaleString()}</span>
                )}
              </span>
            }
            checked={chosen.includes(option.value)}
            onChange={(event) =>
              choose(
                event.target.checked
                  ? [...chosen, option.value]
                  : chosen.filter((value) => value !== option.value),
              )
            }
          />
        ))}
      </fieldset>
      {chosen.length > 0 && (
        <Button size="sm" variant="quiet" className="mt-2 -ml-3" onClick={() => choose([])}>
          Clear
        </Button>
      )}
    </FilterButton>
  )
}

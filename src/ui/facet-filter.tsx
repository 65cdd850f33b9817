import type { ReactNode } from 'react'
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
export function FacetFilter({ label, options, chosen, onChange }: FacetFilterProps) {
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
              onChange(
                event.target.checked
                  ? [...chosen, option.value]
                  : chosen.filter((value) => value !== option.value),
              )
            }
          />
        ))}
      </fieldset>
      {chosen.length > 0 && (
        <Button size="sm" variant="quiet" className="mt-2 -ml-3" onClick={() => onChange([])}>
          Clear
        </Button>
      )}
    </FilterButton>
  )
}

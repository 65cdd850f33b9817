import ChevronDown from 'lucide-react/icons/chevron-down'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Button } from './button.tsx'
import { Checkbox } from './checkbox.tsx'

// It weighs more than the button, which is on every list, and is opened seldom.
const Popover = lazy(async () => {
  const { Popover } = await import('./popover.tsx')
  return { default: Popover }
})

export interface FacetFilterProps {
  label: string
  options: readonly { value: string; label: ReactNode; count?: number | undefined }[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

/** One property of a list to filter by: a button that says how many values are on, and the values behind it. */
export function FacetFilter({ label, options, chosen, onChange }: FacetFilterProps) {
  const [isOpen, setOpen] = useState<boolean>()
  const words = (
    <>
      {label}
      {chosen.length > 0 && (
        <span className="rounded-full bg-accent-wash px-1.5 text-xs tabular-nums">{chosen.length}</span>
      )}
      <ChevronDown aria-hidden="true" />
    </>
  )
  const beforeFirstUse = (
    <Button size="sm" aria-haspopup="dialog" aria-expanded={false} onClick={() => setOpen(true)}>
      {words}
    </Button>
  )
  if (isOpen === undefined) return beforeFirstUse

  return (
    <Suspense fallback={beforeFirstUse}>
      <Popover
        label={`Filter by ${label}`}
        open={isOpen}
        onOpenChange={setOpen}
        trigger={<Button size="sm">{words}</Button>}
      >
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
      </Popover>
    </Suspense>
  )
}

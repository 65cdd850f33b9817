import { useState } from 'react'
import { Button } from './button.tsx'
import { Combobox, type ComboboxOption, type ComboboxProps } from './combobox.tsx'

export interface IdComboboxProps extends Omit<ComboboxProps, 'value' | 'onChange'> {
  ids: readonly string[]
  onChange: (ids: readonly string[]) => void
  /** What ids are called that were chosen before; one that is in none of them stands for itself. */
  named: readonly ComboboxOption[]
  /** In place of the chips where they are too many to read: "1,204 people are named one by one". */
  manyText: (count: number) => string
}

/** More chips nobody reads. */
const shownAtMost = 200

/** Whether chosen ones are shown one by one, and so have to be named. */
export const areShown = (ids: readonly string[]) => ids.length > 0 && ids.length <= shownAtMost

/** A combobox for a form that knows ids only. All ids are kept, whether their names are known here or not. */
export function IdCombobox({ ids, onChange, named, manyText, ...rest }: IdComboboxProps) {
  const [taken, setTaken] = useState<readonly ComboboxOption[]>([])
  if (ids.length > shownAtMost) {
    return (
      <div className="control flex items-center justify-between gap-4">
        <span className="text-sm">{manyText(ids.length)}</span>
        <Button size="sm" variant="quiet" onClick={() => onChange([])}>
          Remove all
        </Button>
      </div>
    )
  }
  const byId = new Map([...taken, ...named].map((option) => [option.value, option]))
  return (
    <Combobox
      {...rest}
      value={ids.map((id) => byId.get(id) ?? { value: id, label: id })}
      onChange={(options) => {
        setTaken(options)
        onChange(options.map(({ value }) => value))
      }}
    />
  )
}

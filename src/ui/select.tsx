import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { useFieldAttributes } from './field-frame.ts'

export interface SelectOption {
  value: string
  label: string
  disabled?: boolean | undefined
}

export interface SelectProps extends Omit<ComponentProps<'select'>, 'multiple' | 'children'> {
  options: readonly (SelectOption | { group: string; options: readonly SelectOption[] })[]
  /** Shown while nothing is chosen; not a choice itself. */
  placeholder?: string | undefined
  compact?: boolean | undefined
}

/** The browser's own list: it knows keyboards, phones and screen readers best. */
export function Select({ options, placeholder, compact, className, ...rest }: SelectProps) {
  return (
    <select
      {...rest}
      {...useFieldAttributes(rest)}
      className={classNames('control', compact && 'compact pointer-coarse:min-h-11', className)}
    >
      {placeholder !== undefined && (
        <option value="" disabled hidden>
          {placeholder}
        </option>
      )}
      {options.map((entry) =>
        'group' in entry ? (
          <optgroup key={entry.group} label={entry.group}>
            {entry.options.map(toOption)}
          </optgroup>
        ) : (
          toOption(entry)
        ),
      )}
    </select>
  )
}

const toOption = ({ value, label, disabled }: SelectOption) => (
  <option key={value} value={value} disabled={disabled}>
    {label}
  </option>
)

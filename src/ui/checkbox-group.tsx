import type { ComponentProps, ReactNode } from 'react'
import { Checkbox } from './checkbox.tsx'
import type { FieldTexts } from './field-frame.ts'
import { Fieldset } from './fieldset.tsx'

export interface CheckboxGroupProps
  extends FieldTexts,
    Omit<ComponentProps<'input'>, 'type' | 'value' | 'checked'> {
  options: readonly { value: string; label: ReactNode; help?: ReactNode; disabled?: boolean | undefined }[]
  /** The ticked ones, where the form does not `register` the group. */
  value?: readonly string[] | undefined
}

/** Any number of a few. `{...register('scopes')}` gives an array. */
export function CheckboxGroup({
  label,
  help,
  error,
  optional,
  hideLabel,
  aside,
  options,
  value,
  className,
  ...input
}: CheckboxGroupProps) {
  return (
    <Fieldset {...{ label, help, error, optional, hideLabel, aside, className }}>
      {options.map((option) => (
        <Checkbox
          key={option.value}
          {...input}
          {...option}
          {...(value && { checked: value.includes(option.value) })}
        />
      ))}
    </Fieldset>
  )
}

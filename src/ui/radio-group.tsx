import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { Choice } from './choice.tsx'
import type { FieldTexts } from './field-frame.ts'
import { Fieldset } from './fieldset.tsx'

export interface RadioGroupProps
  extends FieldTexts,
    Omit<ComponentProps<'input'>, 'type' | 'value' | 'checked'> {
  options: readonly {
    value: string
    label: ReactNode
    help?: ReactNode
    disabled?: boolean | undefined
  }[]
  /** The chosen one, where the form does not `register` the group. */
  value?: string | undefined
  /** `segments` for two to four short words side by side: a view, a device's width. */
  look?: 'list' | 'segments' | undefined
}

/** One of a few. */
export function RadioGroup({
  label,
  help,
  error,
  optional,
  hideLabel,
  aside,
  options,
  value,
  look = 'list',
  className,
  ...input
}: RadioGroupProps) {
  const name = useId()
  const shared = { name, ...input }
  const checked = (option: string) => (value === undefined ? {} : { checked: value === option })
  return (
    <Fieldset {...{ label, help, error, optional, hideLabel, aside, className }} role="radiogroup">
      {look === 'list' ? (
        options.map((option) => (
          <Choice key={option.value} {...shared} {...option} {...checked(option.value)} type="radio" />
        ))
      ) : (
        <div className="inline-flex max-w-full rounded-control border border-control bg-surface p-0.5">
          {options.map((option) => (
            <label
              key={option.value}
              className="relative flex min-h-8 min-w-0 items-center gap-1.5 rounded-[4px] px-3 text-sm text-quiet transition-colors hover:text-ink has-checked:bg-accent-wash has-checked:font-strong has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-focus has-disabled:opacity-60 pointer-coarse:min-h-11 [&_svg]:size-4"
            >
              <input
                {...shared}
                {...checked(option.value)}
                value={option.value}
                disabled={option.disabled}
                type="radio"
                className="absolute inset-0 appearance-none outline-none"
              />
              {option.label}
            </label>
          ))}
        </div>
      )}
    </Fieldset>
  )
}

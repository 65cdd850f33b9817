import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export interface ChoiceProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: ReactNode
  help?: ReactNode
  /** Keeps the label for ears only, as in a table's rows. */
  hideLabel?: boolean | undefined
}

/** The row that check boxes, radios and switches share: the mark, its label, its help; all of it can be pressed. */
export function Choice({
  type,
  look,
  label,
  help,
  hideLabel,
  className,
  ...rest
}: ChoiceProps & { type: 'checkbox' | 'radio'; look?: string }) {
  const helpId = useId()
  const described = [rest['aria-describedby'], help && helpId].filter(Boolean).join(' ') || undefined
  return (
    <label
      className={classNames(
        'relative flex min-h-8 items-start gap-2.5 py-1.5 text-sm pointer-coarse:min-h-11 pointer-coarse:py-3',
        hideLabel && 'min-w-6 justify-center pointer-coarse:min-w-11',
        className,
      )}
    >
      <input
        {...rest}
        type={type}
        aria-describedby={described}
        className={classNames('tick', look, look !== 'switch' && 'mt-px')}
      />
      <span className={hideLabel ? 'sr-only' : 'min-w-0 grow'}>
        {label}
        {help && (
          <span id={helpId} className="block text-quiet">
            {help}
          </span>
        )}
      </span>
    </label>
  )
}

import { type ReactNode, useId } from 'react'
import { type FieldTexts, problemText } from './field-frame.ts'
import { describedBy, FieldText } from './field-text.tsx'

export interface FieldsetProps extends FieldTexts {
  children: ReactNode
  role?: 'radiogroup' | undefined
  className?: string | undefined
}

/** What `Field` is to one control, for several that answer one question. */
export function Fieldset({
  label,
  help,
  error,
  optional,
  hideLabel,
  aside,
  children,
  role,
  className,
}: FieldsetProps) {
  const id = useId()
  const problem = problemText(error)
  return (
    <fieldset
      id={id}
      role={role}
      aria-describedby={describedBy(id, help, problem)}
      aria-invalid={role && problem ? true : undefined}
      data-invalid={problem ? '' : undefined}
      className={`min-w-0 ${className ?? ''}`}
    >
      <legend className={hideLabel ? 'sr-only' : 'mb-1.5 text-sm font-strong'}>
        {label}
        {optional && <span className="font-normal text-quiet"> (optional)</span>}
      </legend>
      {aside && <div className="float-right -mt-6.5 text-sm text-quiet">{aside}</div>}
      {children}
      <FieldText id={id} help={help} error={problem} />
    </fieldset>
  )
}

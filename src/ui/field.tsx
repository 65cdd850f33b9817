import { type ReactNode, useId } from 'react'
import { FieldContext, type FieldTexts, problemText } from './field-frame.ts'
import { describedBy, FieldText } from './field-text.tsx'

export interface FieldProps extends FieldTexts {
  /** One control of this folder; it finds its id, its description and its state by itself. */
  children: ReactNode
  id?: string | undefined
  className?: string | undefined
}

/**
 * Label above, help and error below:
 * `<Field label="Subject" error={errors.subject}><TextInput {...register('subject')} /></Field>`.
 */
export function Field({
  label,
  help,
  error,
  optional,
  hideLabel,
  aside,
  children,
  id: given,
  className,
}: FieldProps) {
  const own = useId()
  const id = given ?? own
  const problem = problemText(error)
  return (
    <div className={className}>
      <div className={hideLabel ? 'sr-only' : 'mb-1.5 flex items-baseline justify-between gap-4'}>
        <label htmlFor={id} className="text-sm font-strong">
          {label}
          {optional && <span className="font-normal text-quiet"> (optional)</span>}
        </label>
        {aside && <div className="text-sm text-quiet tabular-nums">{aside}</div>}
      </div>
      <FieldContext
        value={{ id, describedBy: describedBy(id, help, problem), invalid: problem !== undefined }}
      >
        {children}
      </FieldContext>
      <FieldText id={id} help={help} error={problem} />
    </div>
  )
}

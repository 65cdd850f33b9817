import { createContext, type ReactNode, useContext } from 'react'

/** A message, or what react-hook-form's `formState.errors` holds for the field. */
export type FieldProblem = string | { message?: unknown } | null | undefined

export interface FieldTexts {
  label: ReactNode
  help?: ReactNode
  error?: FieldProblem
  /** Says "optional" behind the label; required fields carry no mark. */
  optional?: boolean | undefined
  /** Keeps the label for ears only, where a heading beside it says the same. */
  hideLabel?: boolean | undefined
  /** At the end of the label's line: a counter, a link. */
  aside?: ReactNode
}

export const problemText = (problem: FieldProblem) => {
  const message = typeof problem === 'object' ? problem?.message : problem
  return typeof message === 'string' && message ? message : undefined
}

interface FieldFrame {
  id: string
  describedBy: string | undefined
  invalid: boolean
}

export const FieldContext = createContext<FieldFrame | null>(null)

interface OwnAttributes {
  id?: string | undefined
  'aria-describedby'?: string | undefined
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling' | undefined
}

/** The attributes that tie a control to the `Field` around it; what the control was given itself comes first. */
export function useFieldAttributes(own: OwnAttributes) {
  const frame = useContext(FieldContext)
  return {
    id: own.id ?? frame?.id,
    'aria-describedby': [frame?.describedBy, own['aria-describedby']].filter(Boolean).join(' ') || undefined,
    'aria-invalid': own['aria-invalid'] ?? (frame?.invalid || undefined),
  }
}

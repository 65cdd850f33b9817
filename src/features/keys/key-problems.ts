import type { UseFormReturn } from 'react-hook-form'
import { ApiError } from '../../lib/api-error.ts'
import { showAtFields } from '../../lib/contract-form.ts'
import { type KeyValues, keyLabels } from './key-form.ts'

/** The expiry is one field for the API, and a choice with a date here. */
export const keyProblemLabels = { ...keyLabels, expiresAt: keyLabels.expires }

export function showKeyProblems(form: UseFormReturn<KeyValues>, error: unknown): void {
  showAtFields(form.setError, error, keyLabels)
  const late = error instanceof ApiError && error.params.find(({ path }) => path === 'expiresAt')
  if (!late) return
  const field = form.getValues('expires') === 'date' ? 'date' : 'expires'
  form.setError(field, { type: 'server', message: `${keyLabels[field]} ${late.message}` })
}

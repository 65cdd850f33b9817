import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type UseFormReturn, useWatch } from 'react-hook-form'
import type { ProviderKind } from '../../../contract/provider-kind.ts'
import { problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { labelsOf } from './kind-words.ts'
import { providerMutations } from './provider-changes.ts'
import { type ProviderValues, toCheck } from './provider-form.ts'

/**
 * Tries out what stands in the form, saved or not. `providerId`: the stored one, whose settings stand in for what is not in
 * the form (its secrets).
 */
export function useConnectionCheck(
  form: UseFormReturn<ProviderValues>,
  kind: ProviderKind,
  providerId?: string,
) {
  const values = useWatch({ control: form.control })
  const [tried, setTried] = useState('')
  const labels = labelsOf(kind)
  const check = useMutation({
    ...providerMutations.check(),
    onError: (error) => showAtFields(form.setError, error, labels),
  })
  return {
    run: () => {
      const now = form.getValues()
      setTried(JSON.stringify(now))
      form.clearErrors()
      check.mutate({ ...toCheck(kind, now), ...(providerId !== undefined && { providerId }) })
    },
    isRunning: check.isPending,
    answer: check.data,
    problem: problemBeside(check.error, labels),
    /** The form has been changed since. */
    isOld: JSON.stringify(values) !== tried,
  }
}

export type ConnectionCheck = ReturnType<typeof useConnectionCheck>

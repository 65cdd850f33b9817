import type { UseFormReturn } from 'react-hook-form'
import type { ApiKey } from '../../../contract/console.ts'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { ExpiryField } from './expiry-field.tsx'
import { type KeyValues, keyLabels } from './key-form.ts'
import { ScopesField } from './scopes-field.tsx'

export interface KeyFieldsProps {
  form: UseFormReturn<KeyValues>
  apiKey?: ApiKey | undefined
}

export function KeyFields({ form, apiKey }: KeyFieldsProps) {
  return (
    <>
      <Field
        label={keyLabels.name}
        error={form.formState.errors.name}
        help="The program that will have it, so that you know later what stops without it."
      >
        <TextInput {...form.register('name')} autoComplete="off" autoFocus={!apiKey} />
      </Field>
      <ScopesField form={form} />
      <ExpiryField form={form} apiKey={apiKey} />
    </>
  )
}

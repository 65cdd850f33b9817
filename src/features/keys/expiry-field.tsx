import { useQuery } from '@tanstack/react-query'
import { type UseFormReturn, useWatch } from 'react-hook-form'
import type { ApiKey } from '../../../contract/console.ts'
import { formatInstant, toLocalTime, viewerZone, zonedTime } from '../../lib/time.ts'
import { Field } from '../../ui/field.tsx'
import { Select, type SelectOption } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { useNow } from '../../ui/use-now.ts'
import { expiryInstant } from './expiry.ts'
import { type KeyValues, keyLabels } from './key-form.ts'

const choices: readonly SelectOption[] = [
  { value: 'never', label: 'Never' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'date', label: 'On a date…' },
]

export interface ExpiryFieldProps {
  form: UseFormReturn<KeyValues>
  /** The key, where there is one already. */
  apiKey?: ApiKey | undefined
}

export function ExpiryField({ form, apiKey }: ExpiryFieldProps) {
  const { errors } = form.formState
  const [expires, date] = useWatch({ control: form.control, name: ['expires', 'date'] })
  const zone = viewerZone()
  const now = useNow()
  const { data: until } = useQuery({
    queryKey: ['expiry', expires, date],
    queryFn: async () => (await expiryInstant({ expires, date }, Date.now(), zone)) ?? '',
  })
  const keep = apiKey?.expiresAt
    ? [{ value: 'keep', label: `As it is: ${formatInstant(apiKey.expiresAt, 'date')}` }]
    : []
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <Field
        label={keyLabels.expires}
        error={errors.expires}
        help={
          until
            ? `It works until ${zonedTime(until, 'dateTime')}.`
            : expires === 'never' && 'It works until somebody revokes it.'
        }
      >
        <Select {...form.register('expires')} options={[...keep, ...choices]} />
      </Field>
      {expires === 'date' && (
        <Field label={keyLabels.date} error={errors.date}>
          <TextInput {...form.register('date')} type="date" min={toLocalTime(now, zone).date} />
        </Field>
      )}
    </div>
  )
}

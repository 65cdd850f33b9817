import { useQuery } from '@tanstack/react-query'
import type { UseFormReturn } from 'react-hook-form'
import type { ChannelType } from '../../../contract/resource.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { providerQueries } from '../providers/provider-queries.ts'
import { identifierHelp, type TargetForm, targetLabels } from './target-form.ts'

export interface TargetFieldsProps {
  // biome-ignore lint/suspicious/noExplicitAny: what comes out of the form is not the fields' affair
  form: UseFormReturn<TargetForm, unknown, any>
  channel: ChannelType
  identifierHelp?: string | undefined
}

export function TargetFields({ form, channel, identifierHelp: help }: TargetFieldsProps) {
  const labels = targetLabels(channel)
  const { errors } = form.formState
  const { data } = useQuery(providerQueries.ofType(channel))
  const chosen = form.getValues('providerId')
  const known = data?.providers.map(({ $id, name, enabled }) => ({
    value: $id,
    label: enabled ? name : `${name} (off)`,
  }))
  const isGone = chosen !== '' && known !== undefined && known.every(({ value }) => value !== chosen)
  return (
    <>
      <Field label={labels.identifier} error={errors.identifier} help={help ?? identifierHelp[channel]}>
        <TextInput
          {...form.register('identifier')}
          type={channel === 'email' ? 'email' : channel === 'sms' ? 'tel' : 'text'}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className={channel === 'push' ? 'font-mono' : undefined}
        />
      </Field>
      <Field label={labels.name} error={errors.name} help="Tells it from others: “Work”, “Pixel 9”." optional>
        <TextInput {...form.register('name')} autoComplete="off" />
      </Field>
      {known && (known.length > 0 || isGone) && (
        <Field label={labels.providerId} error={errors.providerId} help="What sends to it.">
          <Select
            {...form.register('providerId')}
            options={[
              { value: '', label: 'The default provider' },
              ...known,
              ...(isGone ? [{ value: chosen, label: `${chosen} (deleted: the default sends)` }] : []),
            ]}
          />
        </Field>
      )}
    </>
  )
}

import { type UseFormReturn, useWatch } from 'react-hook-form'
import type * as z from 'zod'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { type BucketValues, type bucketForm, bucketLabels, openingOptions } from './bucket-form.ts'

const labels = bucketLabels

export interface BucketFieldsProps {
  form: UseFormReturn<BucketValues, unknown, z.output<typeof bucketForm>>
  isNew?: boolean | undefined
}

export function BucketFields({ form, isNew = false }: BucketFieldsProps) {
  const { errors } = form.formState
  const opening = useWatch({ control: form.control, name: 'opening' })
  return (
    <>
      <Field label={labels.name} error={errors.name}>
        <TextInput {...form.register('name')} autoComplete="off" autoFocus={isNew} />
      </Field>
      <div className="grid gap-6 sm:grid-cols-2">
        <Field label={labels.largestMegabytes} error={errors.largestMegabytes} help="At most 30 MB.">
          <TextInput
            {...form.register('largestMegabytes')}
            inputMode="decimal"
            autoComplete="off"
            end="MB"
            className="tabular-nums"
          />
        </Field>
        <Field
          label={labels.extensions}
          error={errors.extensions}
          help="By their ends, such as png, jpg. Empty takes any."
          optional
        >
          <TextInput
            {...form.register('extensions')}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        </Field>
      </div>
      <RadioGroup
        {...form.register('opening')}
        label={labels.opening}
        error={errors.opening}
        options={openingOptions}
      />
      {opening === 'special' && (
        <Field
          label={labels.permissions}
          error={errors.permissions}
          help={'Such as read("team:ringers") or update("user:ada"). Without any, it is open to nobody.'}
        >
          <TextArea
            {...form.register('permissions')}
            mono
            rows={3}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        </Field>
      )}
      <div>
        <Checkbox
          {...form.register('fileSecurity')}
          label="Files may be open to more people than the bucket"
          help="Programs then say it file by file, as they upload."
        />
        <Checkbox
          {...form.register('enabled')}
          label="Switched on for apps"
          help="Off, whoever is signed in to an app finds no such bucket. Administrators and API keys still do."
        />
      </div>
      {isNew && (
        <Field
          label={labels.bucketId}
          error={errors.bucketId}
          help="What programs call it by. One is chosen for you where you leave this empty; it cannot be changed later."
          optional
        >
          <TextInput
            {...form.register('bucketId')}
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      )}
    </>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { canSend, type ProviderKind, providerTitles } from '../../../contract/provider-kind.ts'
import { providerKinds } from '../../../contract/provider-kinds.ts'
import type { Provider } from '../../../contract/providers.ts'
import { channelTypes } from '../../../contract/resource.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { CannotSendNotice } from './cannot-send-notice.tsx'
import { ConnectionAnswer } from './connection-answer.tsx'
import { labelsOf } from './kind-words.ts'
import { providerMutations } from './provider-changes.ts'
import { ProviderFields } from './provider-fields.tsx'
import { draftSchema, emptyValues, type ProviderValues, toDraft } from './provider-form.ts'
import { takeProvider } from './provider-queries.ts'
import { useConnectionCheck } from './use-connection-check.ts'

const channelOptions = channelTypes.map((channel) => ({
  value: channel,
  label: <ChannelIcon channel={channel} named />,
}))

export interface NewProviderFormProps {
  kind: ProviderKind
  onAdded: (provider: Provider) => unknown
}

export function NewProviderForm({ kind, onAdded }: NewProviderFormProps) {
  const queryClient = useQueryClient()
  const labels = labelsOf(kind)
  const isSaved = useRef(false)
  const form = useForm<ProviderValues>({
    resolver: contractResolver(draftSchema(kind), labels),
    defaultValues: emptyValues(kind, { name: providerTitles[kind], isOn: canSend(kind) }),
  })
  const { errors, isDirty } = form.formState
  const check = useConnectionCheck(form, kind)
  const create = useMutation({
    ...providerMutations.create(kind),
    onSuccess: (provider) => {
      isSaved.current = true
      void takeProvider(queryClient, provider)
      return onAdded(provider)
    },
    onError: (error) => showAtFields(form.setError, error, labels),
  })

  return (
    <FormProvider {...form}>
      <LeaveDialog
        isUnsaved={() => isDirty && !isSaved.current}
        consequence="The provider is not added yet. What you have typed would be lost."
      />
      <FormShell
        onSubmit={form.handleSubmit((values) => create.mutate(toDraft(kind, values)))}
        pending={create.isPending && 'Adding…'}
        error={problemBeside(create.error, labels)}
        fieldErrors={errors}
        submit="Add provider"
        shortcut="mod+s"
        actions={
          <Button onClick={check.run} pending={check.isRunning && 'Checking…'}>
            Check connection
          </Button>
        }
      >
        <CannotSendNotice kind={kind} />
        <Field
          label={labels.name}
          error={errors.name}
          help="What it is called here. Recipients do not see it."
        >
          <TextInput {...form.register('name')} autoComplete="off" autoFocus />
        </Field>
        {providerKinds[kind].type === 'any' && (
          <RadioGroup
            {...form.register('type')}
            label={labels.type}
            error={errors.type}
            options={channelOptions}
            look="segments"
          />
        )}
        <ProviderFields
          kind={kind}
          advanced={
            <Field
              label={labels.providerId}
              error={errors.providerId}
              help="What programs call it by. One is chosen for you where you leave this empty; it cannot be changed later."
              optional
            >
              <TextInput
                {...form.register('providerId')}
                className="font-mono"
                autoComplete="off"
                spellCheck={false}
              />
            </Field>
          }
        />
        <Checkbox
          {...form.register('enabled')}
          label="Switch it on at once"
          help="What it needs for that has to be there. Off, it can be added with gaps, and be completed later."
        />
        <ConnectionAnswer check={check} />
      </FormShell>
    </FormProvider>
  )
}

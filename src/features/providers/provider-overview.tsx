import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import type { Provider } from '../../../contract/providers.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { Section } from '../../ui/section.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { toast } from '../../ui/toasts.ts'
import { useMay } from '../session/use-session.ts'
import { CannotSendNotice } from './cannot-send-notice.tsx'
import { ConnectionAnswer } from './connection-answer.tsx'
import { labelsOf } from './kind-words.ts'
import { OwnersOnly } from './owners-only.tsx'
import { providerMutations } from './provider-changes.ts'
import { ProviderFacts } from './provider-facts.tsx'
import { ProviderFields } from './provider-fields.tsx'
import { changeSchema, type ProviderValues, secretsOf, toChange, valuesOf } from './provider-form.ts'
import { takeProvider } from './provider-queries.ts'
import { ProviderSwitch } from './provider-switch.tsx'
import { useConnectionCheck } from './use-connection-check.ts'
import { useProvider } from './use-provider.ts'

export interface ProviderOverviewProps {
  providerId: string
  /** Whether it is asked about, and how it comes to that. */
  isSwitchingOff: boolean
  onSwitchOff: () => void
}

/** Whether it is on, and what it is set up with. */
export function ProviderOverview({ providerId, ...switching }: ProviderOverviewProps) {
  const provider = useProvider(providerId)
  const mayChange = useMay('owner')
  return (
    <div className="max-w-[720px]">
      {mayChange ? (
        <>
          <Section title="Sending">
            <div className="grid gap-4">
              <CannotSendNotice kind={provider.provider} />
              <ProviderSwitch provider={provider} {...switching} />
            </div>
          </Section>
          <ProviderForm key={provider.$id} provider={provider} />
        </>
      ) : (
        <Section title="Settings">
          <div className="grid gap-4">
            <CannotSendNotice kind={provider.provider} />
            <ProviderFacts provider={provider} />
            <OwnersOnly />
          </div>
        </Section>
      )}
    </div>
  )
}

function ProviderForm({ provider }: { provider: Provider }) {
  const { $id, provider: kind } = provider
  const queryClient = useQueryClient()
  const labels = labelsOf(kind)
  // What the form began with: what others save meanwhile stays theirs, since only what differs from this is sent.
  const [begun, setBegun] = useState(provider)
  const stored = valuesOf(begun)
  const form = useForm<ProviderValues>({
    resolver: contractResolver(changeSchema(kind, stored), labels),
    defaultValues: stored,
  })
  const { errors, isDirty } = form.formState
  const check = useConnectionCheck(form, kind, $id)
  const save = useMutation({
    ...providerMutations.update(kind, $id),
    onSuccess: async (changed) => {
      await takeProvider(queryClient, changed)
      toast({ title: `“${changed.name}” is saved`, tone: 'good' })
      setBegun(changed)
      form.reset(valuesOf(changed))
    },
    onError: (error) => showAtFields(form.setError, error, labels),
  })

  return (
    <FormProvider {...form}>
      <LeaveDialog
        isUnsaved={() => isDirty}
        consequence="What you have changed is not saved, and would be lost."
      />
      <FormShell
        className="mt-10"
        onSubmit={form.handleSubmit((values) => save.mutate(toChange(kind, values, stored)))}
        pending={save.isPending && 'Saving…'}
        error={problemBeside(save.error, labels)}
        fieldErrors={errors}
        submit="Save changes"
        blocked={!isDirty && 'Nothing has been changed'}
        shortcut="mod+s"
        actions={
          <Button onClick={check.run} pending={check.isRunning && 'Checking…'}>
            Check connection
          </Button>
        }
      >
        <Field
          label={labels.name}
          error={errors.name}
          help="What it is called here. Recipients do not see it."
        >
          <TextInput {...form.register('name')} autoComplete="off" />
        </Field>
        {/* Anew with each save: a secret that has been replaced is a stored one then. */}
        <ProviderFields key={begun.$updatedAt} kind={kind} secrets={secretsOf(begun)} />
        <ConnectionAnswer check={check} />
      </FormShell>
    </FormProvider>
  )
}

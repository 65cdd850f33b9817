import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm, useWatch } from 'react-hook-form'
import type { User } from '../../../contract/users.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { toast } from '../../ui/toasts.ts'
import { peopleQueries } from '../people/people-queries.ts'
import { personName } from '../people/person-name.ts'
import { targetWords } from '../people/target-words.ts'
import { TargetFields } from './target-fields.tsx'
import { type TargetForm, targetForm, targetLabels } from './target-form.ts'
import { targetMutations } from './target-mutations.ts'
import { targetTitle } from './target-title.ts'

const channels = (['email', 'sms', 'push'] as const).map((channel) => ({
  value: channel,
  label: <ChannelIcon channel={channel} named />,
}))

export interface AddTargetDialogProps {
  user: User
  onClose: () => void
}

export function AddTargetDialog({ user, onClose }: AddTargetDialogProps) {
  const queryClient = useQueryClient()
  const form = useForm<TargetForm, unknown, TargetForm>({
    resolver: (values, ...rest) =>
      contractResolver(targetForm, targetLabels(values.providerType))(values, ...rest),
    defaultValues: { providerType: 'email', identifier: '', name: '', providerId: '' },
  })
  const channel = useWatch({ control: form.control, name: 'providerType' })
  const labels = targetLabels(channel)
  const create = useMutation({
    ...targetMutations.create(user.$id),
    onSuccess: (target) => {
      toast({ title: `${targetTitle(target)} is added` })
      onClose()
      return queryClient.invalidateQueries({ queryKey: peopleQueries.all() })
    },
    onError: (error) => showAtFields(form.setError, error, labels),
  })

  return (
    <Dialog open onClose={onClose} title={`Add where messages reach ${personName(user)}`}>
      <FormShell
        onSubmit={form.handleSubmit((target) => create.mutate({ targetId: 'unique()', ...target }))}
        pending={create.isPending && 'Adding…'}
        error={problemBeside(create.error, labels)}
        fieldErrors={form.formState.errors}
        submit={`Add ${targetWords[channel][0]}`}
        actions={<Button onClick={onClose}>Back</Button>}
      >
        <RadioGroup
          label="By"
          look="segments"
          options={channels}
          {...form.register('providerType', {
            onChange: () => {
              form.setValue('providerId', '')
              form.clearErrors()
            },
          })}
        />
        {/* A field of its own each: what was typed as an address is no number. */}
        <TargetFields key={channel} form={form} channel={channel} />
      </FormShell>
    </Dialog>
  )
}

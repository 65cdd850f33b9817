import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type { Target } from '../../../contract/targets.ts'
import type { User } from '../../../contract/users.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { toast } from '../../ui/toasts.ts'
import { peopleQueries } from '../people/people-queries.ts'
import { targetWords } from '../people/target-words.ts'
import { TargetFields } from './target-fields.tsx'
import { type TargetForm, targetForm, targetLabels } from './target-form.ts'
import { targetMutations } from './target-mutations.ts'
import { targetTitle } from './target-title.ts'

export interface EditTargetDialogProps {
  user: User
  target: Target
  onClose: () => void
}

export function EditTargetDialog({ user, target: begun, onClose }: EditTargetDialogProps) {
  // What others save meanwhile stays theirs: only what differs from what the form began with is sent.
  const [target] = useState(begun)
  const queryClient = useQueryClient()
  const { providerType: channel } = target
  const labels = targetLabels(channel)
  const form = useForm<TargetForm, unknown, TargetForm>({
    resolver: contractResolver(targetForm, labels),
    defaultValues: startOf(target),
  })
  const written = targetForm.safeParse(useWatch({ control: form.control }))
  const isSame = written.success && Object.keys(changeOf(target, written.data)).length === 0
  const save = useMutation({
    ...targetMutations.update(target.userId),
    onSuccess: (saved) => {
      toast({ title: `${targetTitle(saved)} is saved` })
      onClose()
      return queryClient.invalidateQueries({ queryKey: peopleQueries.all() })
    },
    onError: (error) => showAtFields(form.setError, error, labels),
  })
  const isOwn = target.identifier === user.email || target.identifier === user.phone

  return (
    <Dialog open onClose={onClose} title={`Edit the ${targetWords[channel][0]} ${targetTitle(target)}`}>
      <FormShell
        onSubmit={form.handleSubmit((values) =>
          save.mutate({ targetId: target.$id, change: changeOf(target, values) }),
        )}
        pending={save.isPending && 'Saving…'}
        error={problemBeside(save.error, labels)}
        fieldErrors={form.formState.errors}
        submit="Save"
        shortcut="mod+s"
        blocked={isSame && 'Nothing has changed'}
        actions={<Button onClick={onClose}>Leave as it is</Button>}
      >
        <TargetFields
          form={form}
          channel={channel}
          identifierHelp={
            isOwn ? `It is the person’s own: with another one here, it no longer follows that.` : undefined
          }
        />
      </FormShell>
    </Dialog>
  )
}

const startOf = ({ providerType, identifier, name, providerId }: Target): TargetForm => ({
  providerType,
  identifier,
  name,
  providerId: providerId ?? '',
})

/** Just what is another now: a provider that is gone cannot be named again. */
function changeOf(target: Target, values: TargetForm) {
  const { identifier, name, providerId } = startOf(target)
  return {
    ...(values.identifier !== identifier && { identifier: values.identifier }),
    ...(values.name !== name && { name: values.name }),
    ...(values.providerId !== providerId && { providerId: values.providerId }),
  }
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type { User } from '../../../contract/users.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { toast } from '../../ui/toasts.ts'
import { peopleMutations, peopleQueries } from './people-queries.ts'
import { changedPerson, changeOf, personLabels } from './person-form.ts'
import { personName } from './person-name.ts'

export interface EditPersonDialogProps {
  userId: string
  onClose: () => void
}

export function EditPersonDialog({ userId, onClose }: EditPersonDialogProps) {
  const query = useQuery(peopleQueries.get(userId))
  const { data: user, error } = query
  return (
    <Dialog open onClose={onClose} title={user ? `Edit ${personName(user)}` : 'Edit a person'}>
      {error && !user && <LoadError query={query} title="This person could not be loaded" />}
      {!user && !error && (
        <div className="grid gap-7 py-2" role="status" aria-label="Loading">
          <Skeleton width="70%" />
          <Skeleton width="55%" />
          <Skeleton width="62%" />
        </div>
      )}
      {user && <PersonForm begun={user} onClose={onClose} />}
    </Dialog>
  )
}

function PersonForm({ begun, onClose }: { begun: User; onClose: () => void }) {
  // What others save meanwhile stays theirs: only what differs from what the form began with is sent.
  const [user] = useState(begun)
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: contractResolver(changedPerson, personLabels),
    defaultValues: { name: user.name, email: user.email, number: user.phone },
  })
  const { errors } = form.formState
  const written = changedPerson.safeParse(useWatch({ control: form.control }))
  const isSame = written.success && changeOf(user, written.data) === undefined
  const save = useMutation({
    ...peopleMutations.update(),
    onSuccess: (_, { change }) => {
      toast({ title: `${change.name || personName(user)} is saved` })
      onClose()
    },
    onError: (error) => showAtFields(form.setError, error, personLabels),
    // What was saved before a refusal stands.
    onSettled: () => queryClient.invalidateQueries({ queryKey: peopleQueries.all() }),
  })

  return (
    <FormShell
      onSubmit={form.handleSubmit((values) => {
        const change = changeOf(user, values)
        if (change) save.mutate({ userId: user.$id, change })
        else onClose()
      })}
      pending={save.isPending && 'Saving…'}
      error={problemBeside(save.error, personLabels)}
      fieldErrors={errors}
      submit="Save"
      shortcut="mod+s"
      blocked={isSame && 'Nothing has changed'}
      actions={<Button onClick={onClose}>Leave as it is</Button>}
    >
      <Field label={personLabels.name} error={errors.name}>
        <TextInput {...form.register('name')} autoComplete="off" />
      </Field>
      <Field
        label={personLabels.email}
        error={errors.email}
        help={
          user.email && 'Where messages go follows it. Without it, that address and its subscriptions go.'
        }
        optional
      >
        <TextInput {...form.register('email')} type="email" autoComplete="off" />
      </Field>
      <Field
        label={personLabels.number}
        error={errors.number}
        help={user.phone ? 'As with the address.' : 'With the country, such as +49 30 901820.'}
        optional
      >
        <TextInput {...form.register('number')} type="tel" autoComplete="off" />
      </Field>
    </FormShell>
  )
}

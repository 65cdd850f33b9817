import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { type User, userDraft } from '../../../contract/users.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { peopleMutations, peopleQueries } from './people-queries.ts'

const labels = { name: 'Name', email: 'E-mail address' }

/** The contract lets a person have neither; here one is added to be written to. */
const personForm = z.object({
  userId: userDraft.shape.userId,
  name: userDraft.shape.name.unwrap(),
  email: z.string().superRefine((email, context) => {
    const read = userDraft.shape.email.safeParse(email)
    if (email === '') context.addIssue({ code: 'custom', message: 'must not be empty' })
    else if (!read.success)
      context.addIssue({ code: 'custom', message: 'must be an e-mail address such as ada@example.org' })
  }),
})

export interface AddPersonDialogProps {
  onClose: () => void
  onAdded: (user: User) => void
}

/** Adds somebody without leaving the page that wants to write to them. */
export function AddPersonDialog({ onClose, onAdded }: AddPersonDialogProps) {
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: contractResolver(personForm, labels),
    defaultValues: { userId: 'unique()', name: '', email: '' },
  })
  const { errors } = form.formState
  const create = useMutation({
    ...peopleMutations.create(),
    onSuccess: (user) => {
      onAdded(user)
      onClose()
      return queryClient.invalidateQueries({ queryKey: peopleQueries.all() })
    },
    onError: (error) => showAtFields(form.setError, error, labels),
  })

  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a person"
      description="They become a recipient of this message."
    >
      <FormShell
        onSubmit={form.handleSubmit((values) => create.mutate(values))}
        pending={create.isPending && 'Adding…'}
        error={problemBeside(create.error, labels)}
        fieldErrors={errors}
        submit="Add person"
        actions={<Button onClick={onClose}>Back to the message</Button>}
      >
        <Field label={labels.name} error={errors.name} optional>
          <TextInput {...form.register('name')} autoComplete="off" />
        </Field>
        <Field label={labels.email} error={errors.email}>
          <TextInput {...form.register('email')} type="email" autoComplete="off" />
        </Field>
      </FormShell>
    </Dialog>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { User } from '../../../contract/users.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { OwnIdField } from '../../ui/own-id-field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { peopleMutations, peopleQueries } from './people-queries.ts'
import { newPerson, personLabels } from './person-form.ts'

// As the form calls the number, and as the API does where a person is made.
const labels = { ...personLabels, phone: personLabels.number, userId: 'ID' }

export interface NewPersonDialogProps {
  onClose: () => void
  onAdded: (user: User) => void
}

export function NewPersonDialog({ onClose, onAdded }: NewPersonDialogProps) {
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: contractResolver(newPerson, labels),
    defaultValues: { name: '', email: '', number: '', userId: '' },
  })
  const { errors } = form.formState
  const create = useMutation({
    ...peopleMutations.create(),
    onSuccess: async (user) => {
      onAdded(user)
      await queryClient.invalidateQueries({ queryKey: peopleQueries.all() })
    },
    onError: (error) => {
      showAtFields(form.setError, error, labels)
      const taken = form.getFieldState('phone' as 'number').error
      if (taken?.message) form.setError('number', { type: 'server', message: taken.message })
    },
  })

  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a person"
      description="An address and a number can be written to at once; devices come later."
    >
      <FormShell
        onSubmit={form.handleSubmit(({ name, email, number, userId }) =>
          create.mutate({ name, email, phone: number, userId: userId || 'unique()' }),
        )}
        pending={create.isPending && 'Adding…'}
        error={problemBeside(create.error, labels)}
        fieldErrors={errors}
        submit="Add person"
        actions={<Button onClick={onClose}>Back to the list</Button>}
      >
        <Field label={labels.name} error={errors.name}>
          <TextInput {...form.register('name')} autoComplete="off" />
        </Field>
        <Field label={labels.email} error={errors.email} optional>
          <TextInput {...form.register('email')} type="email" autoComplete="off" />
        </Field>
        <Field
          label={labels.number}
          error={errors.number}
          help="With the country, such as +49 30 901820."
          optional
        >
          <TextInput {...form.register('number')} type="tel" autoComplete="off" />
        </Field>
        <OwnIdField of="person" label={labels.userId} error={errors.userId} input={form.register('userId')} />
      </FormShell>
    </Dialog>
  )
}

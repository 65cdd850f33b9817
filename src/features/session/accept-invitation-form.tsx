import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { acceptance, type Session } from '../../../contract/console.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { linkMutations } from './link-queries.ts'

const labels = { name: 'Your name', password: 'Password' }

export interface AcceptInvitationFormProps {
  token: string
  /** The address that was invited. */
  email: string
  onDone: (session: Session) => void
}

export function AcceptInvitationForm({ token, email, onDone }: AcceptInvitationFormProps) {
  const form = useForm({
    resolver: contractResolver(acceptance, labels),
    defaultValues: { token, name: '', password: '' },
  })
  const { errors } = form.formState
  const accept = useMutation({
    ...linkMutations.acceptInvitation(),
    onSuccess: onDone,
    onError: (error) => showAtFields(form.setError, error, labels),
  })
  return (
    <FormShell
      onSubmit={form.handleSubmit((values) => accept.mutate(values))}
      pending={accept.isPending && 'Joining…'}
      error={problemBeside(accept.error, labels)}
      fieldErrors={errors}
      submit="Join Carillon"
    >
      <Field label="E-mail address" help="You sign in with it.">
        <TextInput type="email" value={email} readOnly autoComplete="username" />
      </Field>
      <Field label={labels.name} error={errors.name} optional>
        <TextInput {...form.register('name')} autoComplete="name" autoFocus />
      </Field>
      <Field
        label={labels.password}
        error={errors.password}
        help="8 characters or more. 15 or more, such as a few words in a row, are hard to guess."
      >
        <PasswordInput {...form.register('password')} autoComplete="new-password" />
      </Field>
    </FormShell>
  )
}

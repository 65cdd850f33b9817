import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { passwordReset, type Session } from '../../../contract/console.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { linkMutations } from './link-queries.ts'

const labels = { password: 'New password' }

export interface ResetPasswordFormProps {
  token: string
  email: string
  onDone: (session: Session) => void
}

export function ResetPasswordForm({ token, email, onDone }: ResetPasswordFormProps) {
  const form = useForm({
    resolver: contractResolver(passwordReset, labels),
    defaultValues: { token, password: '' },
  })
  const { errors } = form.formState
  const reset = useMutation({
    ...linkMutations.resetPassword(),
    onSuccess: onDone,
    onError: (error) => showAtFields(form.setError, error, labels),
  })
  return (
    <FormShell
      onSubmit={form.handleSubmit((values) => reset.mutate(values))}
      pending={reset.isPending && 'Changing the password…'}
      error={problemBeside(reset.error, labels)}
      fieldErrors={errors}
      submit="Change password and sign in"
    >
      <Field label="E-mail address">
        <TextInput type="email" value={email} readOnly autoComplete="username" />
      </Field>
      <Field
        label={labels.password}
        error={errors.password}
        help="8 characters or more. You are signed out everywhere else."
      >
        <PasswordInput {...form.register('password')} autoComplete="new-password" autoFocus />
      </Field>
    </FormShell>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm, useWatch } from 'react-hook-form'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { toast } from '../../ui/toasts.ts'
import { sessionQueries } from '../session/session-queries.ts'
import { passwordForm, passwordHint, passwordLabels } from './account-form.ts'
import { accountMutations, accountQueries } from './account-queries.ts'

const labels = passwordLabels
const empty = { current: '', password: '' }

/** All other sessions end with the old password. */
export function PasswordForm({ email }: { email: string }) {
  const queryClient = useQueryClient()
  const form = useForm({ resolver: contractResolver(passwordForm, labels), defaultValues: empty })
  const { errors, isDirty } = form.formState
  const typed = useWatch({ control: form.control, name: 'password' })
  const change = useMutation({
    ...accountMutations.changePassword(),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQueries.current().queryKey, session)
      form.reset(empty)
      toast({
        title: 'Your password is changed',
        detail: 'Everywhere else you are signed out.',
        tone: 'good',
      })
      return queryClient.invalidateQueries({ queryKey: accountQueries.sessions().queryKey })
    },
    onError: (error) => showAtFields(form.setError, error, labels),
  })

  return (
    <>
      <LeaveDialog
        isUnsaved={() => isDirty}
        consequence="Your password is still the old one. What you have typed would be lost."
      />
      <FormShell
        onSubmit={form.handleSubmit((values) => change.mutate(values))}
        pending={change.isPending && 'Changing…'}
        error={problemBeside(change.error, labels)}
        fieldErrors={errors}
        submit="Change password"
        variant="secondary"
        blocked={!isDirty && 'Nothing has been typed'}
      >
        {/* For password managers, which otherwise guess whose it is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field label={labels.current} error={errors.current}>
          <PasswordInput {...form.register('current')} autoComplete="current-password" />
        </Field>
        <Field label={labels.password} error={errors.password} help={passwordHint(typed)}>
          <PasswordInput {...form.register('password')} autoComplete="new-password" />
        </Field>
      </FormShell>
    </>
  )
}

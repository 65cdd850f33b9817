import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type { Administrator } from '../../../contract/console.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { toast } from '../../ui/toasts.ts'
import { takeOneself } from '../session/session-queries.ts'
import { type ProfileValues, profileForm, profileLabels } from './account-form.ts'
import { accountMutations } from './account-queries.ts'

const labels = profileLabels

const valuesOf = ({ name, email }: Administrator): ProfileValues => ({ name, email, password: '' })

export function ProfileForm({ administrator }: { administrator: Administrator }) {
  const queryClient = useQueryClient()
  const [begun, setBegun] = useState(administrator)
  const form = useForm<ProfileValues>({
    resolver: contractResolver(profileForm(begun.email), labels),
    defaultValues: valuesOf(begun),
  })
  const { errors, dirtyFields } = form.formState
  const isDirty = Boolean(dirtyFields.name || dirtyFields.email)
  const isMoved = useWatch({ control: form.control, name: 'email' }) !== begun.email
  const save = useMutation({
    ...accountMutations.update(),
    onSuccess: (changed) => {
      takeOneself(queryClient, changed)
      setBegun(changed)
      form.reset(valuesOf(changed))
      toast({ title: 'Your account is saved', tone: 'good' })
    },
    onError: (error) => showAtFields(form.setError, error, labels),
  })

  return (
    <>
      <LeaveDialog
        isUnsaved={() => isDirty}
        consequence="Your new name or address is not saved, and would be lost."
      />
      <FormShell
        onSubmit={form.handleSubmit(({ name, email, password }) =>
          save.mutate({
            ...(name !== begun.name && { name }),
            ...(email !== begun.email && { email, password }),
          }),
        )}
        pending={save.isPending && 'Saving…'}
        error={problemBeside(save.error, labels)}
        fieldErrors={errors}
        submit="Save changes"
        shortcut="mod+s"
        blocked={!isDirty && 'Nothing has been changed'}
      >
        <Field
          label={labels.name}
          error={errors.name}
          help="How your colleagues find you in the activity and in the list of administrators."
          optional
        >
          <TextInput {...form.register('name')} autoComplete="name" />
        </Field>
        <Field label={labels.email} error={errors.email} help="You sign in with it.">
          <TextInput {...form.register('email')} type="email" autoComplete="email" />
        </Field>
        {isMoved && (
          <Field
            label={labels.password}
            error={errors.password}
            help="A new address needs it: whoever has the address could have the password changed."
          >
            <PasswordInput {...form.register('password')} autoComplete="current-password" />
          </Field>
        )}
      </FormShell>
    </>
  )
}

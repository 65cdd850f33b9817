import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { invitationDraft } from '../../../contract/console.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { zonedTime } from '../../lib/time.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { ShownOnce } from '../../ui/shown-once.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { administratorMutations, administratorQueries } from './administrator-queries.ts'
import { roleOptions } from './role-options.ts'

const labels = { email: 'E-mail address', role: 'Role' }

/** Asks whom and as what; then holds the link until it is taken. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: contractResolver(invitationDraft, labels),
    defaultValues: { email: '', role: 'viewer' as const },
  })
  const { errors } = form.formState
  const invite = useMutation({
    ...administratorMutations.invite(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: administratorQueries.all() }),
    onError: (error) => showAtFields(form.setError, error, labels),
  })
  if (invite.data) {
    const { email, url, expiresAt } = invite.data
    return (
      <Dialog
        open
        held
        onClose={onClose}
        title={`The invitation for ${email}`}
        footer={<Button onClick={onClose}>Done</Button>}
      >
        <ShownOnce
          label="Link"
          copyWords="Copy link"
          text={url}
          warning="Hand this link on yourself: it is shown only here"
        >
          Whoever opens it first joins, so send it to {email} and nobody else. It works once, until{' '}
          {zonedTime(expiresAt, 'dateTime')}. If it is lost, invite them again.
        </ShownOnce>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Invite an administrator"
      description="You get a link to hand on; no mail is sent."
    >
      <FormShell
        onSubmit={form.handleSubmit((values) => invite.mutate(values))}
        pending={invite.isPending && 'Making the link…'}
        error={problemBeside(invite.error, labels)}
        fieldErrors={errors}
        submit="Make the link"
        actions={<Button onClick={onClose}>Back to the list</Button>}
      >
        <Field label={labels.email} error={errors.email} help="They sign in with it.">
          <TextInput {...form.register('email')} type="email" autoComplete="off" />
        </Field>
        <RadioGroup
          {...form.register('role')}
          label={labels.role}
          error={errors.role}
          options={roleOptions}
        />
      </FormShell>
    </Dialog>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { type Session, setUpDraft } from '../../../contract/console.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { viewerZone } from '../../lib/time.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { zoneOptions } from '../../ui/date-time-field.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { sessionMutations } from './session-queries.ts'

const labels = {
  email: 'E-mail address',
  name: 'Your name',
  password: 'Password',
  projectName: 'Project',
  timeZone: 'Time zone',
}

export interface SetUpFormProps {
  /** From the link that the first start printed. */
  token: string
  onDone: (session: Session) => void
}

/** Names the first administrator and the first project. */
export function SetUpForm({ token, onDone }: SetUpFormProps) {
  const form = useForm({
    resolver: contractResolver(setUpDraft, labels),
    defaultValues: {
      token,
      email: '',
      name: '',
      password: '',
      projectName: 'My project',
      timeZone: viewerZone(),
      withExamples: true,
    },
  })
  const { errors } = form.formState
  const setUp = useMutation({
    ...sessionMutations.setUp(),
    onSuccess: onDone,
    onError: (error) => showAtFields(form.setError, error, labels),
  })

  return (
    <FormShell
      onSubmit={form.handleSubmit((values) => setUp.mutate(values))}
      pending={setUp.isPending && 'Setting up…'}
      error={problemBeside(setUp.error, labels)}
      fieldErrors={errors}
      submit="Set up Carillon"
    >
      <Field label={labels.email} error={errors.email} help="You sign in with it.">
        <TextInput {...form.register('email')} type="email" autoComplete="username" autoFocus />
      </Field>
      <Field label={labels.name} error={errors.name} optional>
        <TextInput {...form.register('name')} autoComplete="name" />
      </Field>
      <Field
        label={labels.password}
        error={errors.password}
        help="8 characters or more. 15 or more, such as a few words in a row, are hard to guess."
      >
        <PasswordInput {...form.register('password')} autoComplete="new-password" />
      </Field>
      <Field
        label={labels.projectName}
        error={errors.projectName}
        help="Messages, people and providers belong to a project. There can be more later."
      >
        <TextInput {...form.register('projectName')} autoComplete="off" />
      </Field>
      <Field
        label={labels.timeZone}
        error={errors.timeZone}
        help="Scheduled times are meant in it unless you say otherwise."
      >
        <Select {...form.register('timeZone')} options={zoneOptions([], viewerZone())} />
      </Field>
      <Checkbox
        {...form.register('withExamples')}
        label="Let me try everything without an account"
        help="Makes a test provider for e-mail, SMS and push, and one person with your address, so that your first message lands in the test inbox."
      />
    </FormShell>
  )
}

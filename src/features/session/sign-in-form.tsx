import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { type Session, signInDraft } from '../../../contract/console.ts'
import { ApiError } from '../../lib/api-error.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { countdownText } from '../../ui/countdown-text.ts'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PasswordInput } from '../../ui/password-input.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { useNow } from '../../ui/use-now.ts'
import { sessionMutations } from './session-queries.ts'

const labels = { email: 'E-mail address', password: 'Password' }

export interface SignInFormProps {
  email?: string | undefined
  onSignedIn: (session: Session) => void
}

export function SignInForm({ email = '', onSignedIn }: SignInFormProps) {
  const [waitUntil, setWaitUntil] = useState<number>()
  const form = useForm({
    resolver: contractResolver(signInDraft, labels),
    defaultValues: { email, password: '' },
  })
  const { errors } = form.formState
  const signIn = useMutation({
    ...sessionMutations.signIn(),
    onSuccess: onSignedIn,
    onError: (error) => {
      showAtFields(form.setError, error, labels)
      const wait = error instanceof ApiError && error.retryAfterSeconds
      if (wait) setWaitUntil(Date.now() + wait * 1_000)
    },
  })

  useEffect(() => {
    if (waitUntil === undefined) return
    const timer = setTimeout(() => {
      setWaitUntil(undefined)
      signIn.reset()
    }, waitUntil - Date.now())
    return () => clearTimeout(timer)
  }, [waitUntil, signIn.reset])

  return (
    <FormShell
      onSubmit={form.handleSubmit((values) => signIn.mutate(values))}
      pending={signIn.isPending && 'Signing in…'}
      blocked={waitUntil !== undefined && 'Too many tries; wait a moment'}
      error={waitUntil === undefined ? problemBeside(signIn.error, labels) : null}
      fieldErrors={errors}
      submit="Sign in"
    >
      {waitUntil !== undefined && <WaitNotice until={waitUntil} />}
      <Field label={labels.email} error={errors.email}>
        <TextInput {...form.register('email')} type="email" autoComplete="username" autoFocus={!email} />
      </Field>
      <Field label={labels.password} error={errors.password}>
        <PasswordInput
          {...form.register('password')}
          autoComplete="current-password"
          autoFocus={Boolean(email)}
        />
      </Field>
    </FormShell>
  )
}

/** Read once, with what is left then; seen each second. */
function WaitNotice({ until }: { until: number }) {
  const [seconds] = useState(() => Math.ceil((until - Date.now()) / 1_000))
  const now = useNow(250)
  return (
    <Notice tone="warning" role="alert" title="Too many failed tries">
      <span className="sr-only">You can try again in {seconds} seconds.</span>
      <span aria-hidden="true" className="tabular-nums">
        You can try again in {countdownText(until - now)}.
      </span>
    </Notice>
  )
}

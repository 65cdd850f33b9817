import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import type { EmailMessage, Message } from '../../../contract/messages.ts'
import { ApiError } from '../../lib/api-error.ts'
import { showAtFields } from '../../lib/contract-form.ts'
import { chosenInstant } from './chosen-time.ts'
import { type EmailValues, emailDraftForm, emailLabels, fieldPath, toEmailDraft } from './email-form.ts'
import { messageMutations, messageQueries } from './message-queries.ts'

interface Saved {
  message: EmailMessage | undefined
  /** What was in the fields then. */
  values: EmailValues
}

/** Thrown where the fields hold what no draft can hold; they say so themselves. */
class WrongFields extends Error {
  override readonly name = 'WrongFields'
}

/** The draft that a form is about: when it was saved, as what, and whether there is more to save. */
export function useEmailDraft(
  form: UseFormReturn<EmailValues, unknown, EmailValues>,
  start: Saved,
  onKept: ((messageId: string) => void) | undefined,
) {
  const queryClient = useQueryClient()
  const [saved, setSaved] = useState(start)
  // A save that waits for another one's end goes on from what that one has saved.
  const latest = useRef(start)
  const create = useMutation(messageMutations.createEmail())
  const update = useMutation(messageMutations.updateEmail())

  function take(message: EmailMessage | undefined, values: EmailValues) {
    latest.current = { message, values }
    setSaved(latest.current)
  }

  const save = useMutation({
    scope: { id: 'email-draft' },
    mutationFn: async ({ overwrite = false }: { overwrite?: boolean }) => {
      const values = structuredClone(form.getValues())
      const { message } = latest.current
      if (message && !overwrite && isSame(values, latest.current.values)) return message
      refuseWrongFields(form, values)

      const instant = await chosenInstant(queryClient, values)
      const { messageId, ...draft } = toEmailDraft(values, isToCome(instant) ? instant : undefined)
      const changed = message
        ? await update.mutateAsync({
            messageId: message.$id,
            change: draft,
            ifMatch: overwrite ? undefined : message.$updatedAt,
          })
        : await create.mutateAsync({ messageId, ...draft })
      const email = asEmail(changed)
      take(email, values)
      queryClient.setQueryData(messageQueries.get(email.$id).queryKey, email)
      if (!message) onKept?.(email.$id)
      void queryClient.invalidateQueries({ queryKey: messageQueries.lists() })
      return email
    },
    onError: (error) => {
      showAtFields(form.setError, withFieldPaths(error), emailLabels)
      // Deleted meanwhile: what is written here is worth a draft of its own.
      if (error instanceof ApiError && error.type === 'message_not_found')
        take(undefined, latest.current.values)
    },
  })

  return {
    message: saved.message,
    isUnsaved: (values: EmailValues) => !isSame(values, saved.values),
    save,
    /** Goes on from what somebody else has saved. */
    adopt: (message: EmailMessage, values: EmailValues) => {
      form.reset(values)
      save.reset()
      take(message, values)
    },
  }
}

export type EmailDraftKeeper = ReturnType<typeof useEmailDraft>

/** What a person has to be told of a save that failed, beside what stands at the fields. */
export function saveProblem(error: Error | null): Error | null {
  return error instanceof WrongFields || isConflict(error) ? null : withFieldPaths(error)
}

export const isConflict = (error: Error | null) =>
  error instanceof ApiError && error.type === 'message_changed'

const isSame = (one: EmailValues, other: EmailValues) => JSON.stringify(one) === JSON.stringify(other)

const isToCome = (instant: string | undefined) => instant !== undefined && Date.parse(instant) > Date.now()

/** What former saves have put at fields is over; what a review has, is not. */
function clearSaveErrors({
  formState: { errors },
  clearErrors,
}: UseFormReturn<EmailValues, unknown, EmailValues>) {
  for (const [field, error] of Object.entries(errors)) {
    if ('type' in error && (error.type === 'save' || error.type === 'server'))
      clearErrors(field as keyof EmailValues)
  }
}

function refuseWrongFields(form: UseFormReturn<EmailValues, unknown, EmailValues>, values: EmailValues) {
  clearSaveErrors(form)
  const { error } = emailDraftForm.safeParse(values)
  if (!error) return
  for (const { path, message } of error.issues) {
    const field = String(path[0]) as keyof typeof emailLabels
    form.setError(field, { type: 'save', message: `${emailLabels[field] ?? ''} ${message}` })
  }
  throw new WrongFields()
}

/** The server names the request's fields, which are not all called as the form's. */
function withFieldPaths(error: Error | null): Error | null {
  if (!(error instanceof ApiError)) return error
  const params = error.params.map(({ path, message }) => ({
    path: fieldPath(path.split('.')).join('.'),
    message,
  }))
  return new ApiError({ ...replyOf(error), params }, error.retryAfterSeconds)
}

const replyOf = ({ type, code, message, requestId }: ApiError) => ({
  type,
  code,
  message,
  requestId,
  version: '',
})

function asEmail(message: Message): EmailMessage {
  if (message.providerType !== 'email') throw new Error('An e-mail was saved, and something else came back')
  return message
}

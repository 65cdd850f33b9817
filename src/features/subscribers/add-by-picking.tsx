import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Control, useController, useForm } from 'react-hook-form'
import * as z from 'zod'
import { type ChannelType, channelTypes } from '../../../contract/resource.ts'
import type { Topic } from '../../../contract/topics.ts'
import type { User } from '../../../contract/users.ts'
import { problemOf } from '../../lib/api-error.ts'
import { contractResolver } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { CheckboxGroup } from '../../ui/checkbox-group.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { peopleQueries } from '../people/people-queries.ts'
import { personName } from '../people/person-name.ts'
import { PersonPicker } from '../people/person-picker.tsx'
import { TargetPicker } from '../people/target-picker.tsx'
import { AdditionAnswers } from './addition-answers.tsx'
import type { Addition } from './additions.ts'
import { subscriberTitle } from './subscriber-title.ts'
import { useAdding } from './use-adding.ts'

const labels = { userIds: 'People', channels: 'By', targetIds: 'Single ones' }

const pickForm = z
  .object({
    userIds: z.array(z.string()),
    channels: z.array(z.enum(channelTypes)),
    targetIds: z.array(z.string()),
  })
  .superRefine(({ userIds, targetIds, channels }, context) => {
    if (userIds.length + targetIds.length === 0)
      context.addIssue({ code: 'custom', path: ['userIds'], message: 'or single ones must be named' })
    else if (userIds.length > 0 && channels.length === 0)
      context.addIssue({ code: 'custom', path: ['channels'], message: 'must be at least one of these' })
  })
type Picked = z.output<typeof pickForm>

const channelOptions = [
  { value: 'email', label: 'E-mail addresses' },
  { value: 'sms', label: 'Numbers' },
  { value: 'push', label: 'Devices' },
]

export interface AddByPickingProps {
  topic: Topic
  onAnswered: (isAnswered: boolean) => void
  onClose: () => void
}

/** Subscribes whoever is picked at once; only where something is to be told of it, it stays open. */
export function AddByPicking({ topic, onAnswered, onClose }: AddByPickingProps) {
  const queryClient = useQueryClient()
  const form = useForm<Picked>({
    resolver: contractResolver(pickForm, labels),
    defaultValues: { userIds: [], channels: [...channelTypes], targetIds: [] },
  })
  const { errors } = form.formState
  const { add, progress } = useAdding(topic)
  const [answers, setAnswers] = useState<readonly Addition[]>()
  const submit = useMutation({
    mutationFn: async ({ userIds, channels, targetIds }: Picked) => {
      const found = userIds.length > 0 ? await queryClient.query(peopleQueries.byIds(userIds)) : undefined
      return add.mutateAsync(additionsOf(found?.users ?? [], channels, targetIds))
    },
    onSuccess: ({ additions, error }) => {
      if (!error && additions.every(({ verdict }) => verdict === 'added')) return onClose()
      setAnswers(additions.map(named))
      onAnswered(true)
    },
  })

  if (answers) {
    return (
      <AdditionAnswers
        topic={topic}
        additions={answers}
        notes={[]}
        add={add}
        progress={progress}
        isDone
        onAdditions={(additions) => setAnswers(additions.map(named))}
        onClose={onClose}
      />
    )
  }
  return (
    <FormShell
      onSubmit={form.handleSubmit((values) => submit.mutate(values))}
      pending={submit.isPending && 'Subscribing…'}
      error={problemOf(submit.error)}
      fieldErrors={errors}
      submit="Subscribe"
      shortcut="mod+enter"
      actions={<Button onClick={onClose}>Back to the list</Button>}
    >
      <Field label={labels.userIds} error={fieldProblem(errors.userIds)}>
        <People control={form.control} />
      </Field>
      <CheckboxGroup
        label={labels.channels}
        error={fieldProblem(errors.channels)}
        help="All of these that a person has are subscribed."
        options={channelOptions}
        {...form.register('channels')}
      />
      <Field label={labels.targetIds} help="One address, number or device of a person’s several." optional>
        <Targets control={form.control} />
      </Field>
    </FormShell>
  )
}

const fieldProblem = (error: unknown) => (error as { message?: string } | undefined)?.message

function People({ control }: { control: Control<Picked> }) {
  const { field } = useController({ control, name: 'userIds' })
  return (
    <PersonPicker
      ids={field.value}
      name={field.name}
      onChange={(ids) => field.onChange([...ids])}
      onBlur={field.onBlur}
    />
  )
}

function Targets({ control }: { control: Control<Picked> }) {
  const { field } = useController({ control, name: 'targetIds' })
  return (
    <TargetPicker
      ids={field.value}
      name={field.name}
      onChange={(ids) => field.onChange([...ids])}
      onBlur={field.onBlur}
    />
  )
}

/** Each target once, however it was named; who has none of the channels is told of. */
function additionsOf(
  users: readonly User[],
  channels: readonly ChannelType[],
  targetIds: readonly string[],
): Addition[] {
  const ofUsers = users.map((user) => ({
    user,
    targets: user.targets.filter(({ providerType }) => channels.includes(providerType)),
  }))
  const ids = new Set([...ofUsers.flatMap(({ targets }) => targets.map(({ $id }) => $id)), ...targetIds])
  return [
    ...ofUsers
      .filter(({ targets }) => targets.length === 0)
      .map(({ user }) => ({
        written: personName(user),
        wish: undefined,
        verdict: 'unread' as const,
        detail: 'has nothing of the kind',
      })),
    ...[...ids].map((targetId) => ({
      written: targetId,
      wish: { targetId },
      verdict: 'waiting' as const,
      detail: '',
    })),
  ]
}

/** Called by what it is, as soon as that is known. */
function named(addition: Addition): Addition {
  const { wish, result } = addition
  return wish && result?.subscriber ? { ...addition, written: subscriberTitle(result.subscriber) } : addition
}

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useController, useForm } from 'react-hook-form'
import * as z from 'zod'
import type { SubscriberBatchReply } from '../../../contract/subscribers.ts'
import type { User } from '../../../contract/users.ts'
import { problemOf } from '../../lib/api-error.ts'
import { contractResolver } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { CheckboxGroup } from '../../ui/checkbox-group.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { IdCombobox } from '../../ui/id-combobox.tsx'
import { toast } from '../../ui/toasts.ts'
import { personName } from '../people/person-name.ts'
import { topicQueries } from '../topics/topic-queries.ts'
import { subscriptionMutations } from './subscription-queries.ts'

const labels = { topicIds: 'Topics', targetIds: 'By' }

const subscriptionForm = z.object({
  topicIds: z.array(z.string()).min(1, 'must name at least one'),
  targetIds: z.array(z.string()).min(1, 'must name at least one address, number or device'),
})

export interface AddToTopicDialogProps {
  user: User
  onClose: () => void
}

export function AddToTopicDialog({ user, onClose }: AddToTopicDialogProps) {
  const queryClient = useQueryClient()
  const living = user.targets.filter(({ expired }) => !expired)
  const form = useForm({
    resolver: contractResolver(subscriptionForm, labels),
    defaultValues: { topicIds: [] as string[], targetIds: living.map(({ $id }) => $id) },
  })
  const { errors } = form.formState
  const topicIds = useController({ control: form.control, name: 'topicIds' }).field
  const add = useMutation({
    ...subscriptionMutations.add(),
    onSuccess: async (replies) => {
      toast(outcomeOf(replies))
      onClose()
      await queryClient.invalidateQueries()
    },
  })

  return (
    <Dialog open onClose={onClose} title={`Add ${personName(user)} to topics`}>
      <FormShell
        onSubmit={form.handleSubmit((values) => add.mutate(values))}
        pending={add.isPending && 'Adding…'}
        error={problemOf(add.error)}
        fieldErrors={errors}
        submit="Add to topics"
        actions={<Button onClick={onClose}>Back</Button>}
      >
        <Field label={labels.topicIds} error={errors.topicIds?.message}>
          <Topics
            ids={topicIds.value}
            name="topicIds"
            onChange={(ids) => topicIds.onChange([...ids])}
            onBlur={topicIds.onBlur}
          />
        </Field>
        <CheckboxGroup
          label={labels.targetIds}
          error={errors.targetIds?.message}
          options={user.targets.map(({ $id, providerType, identifier, name, expired }) => ({
            value: $id,
            label: (
              <span className="flex min-w-0 items-center gap-2">
                <ChannelIcon channel={providerType} className="shrink-0" />
                <span className="min-w-0 wrap-anywhere">
                  {providerType === 'push' ? name || identifier : identifier}
                </span>
                {expired && <span className="text-quiet">expired</span>}
              </span>
            ),
          }))}
          {...form.register('targetIds')}
        />
      </FormShell>
    </Dialog>
  )
}

/** Of any channel: the person may be in a topic by several. */
function Topics(field: {
  ids: readonly string[]
  name: string
  onChange: (ids: readonly string[]) => void
  onBlur: () => void
}) {
  const [search, setSearch] = useState('')
  const found = useQuery({ ...topicQueries.suggestions(search.trim()), placeholderData: keepPreviousData })
  return (
    <IdCombobox
      {...field}
      named={[]}
      manyText={(count) => `${count.toLocaleString()} topics are named`}
      search={search}
      onSearch={setSearch}
      options={found.data?.topics.map(({ $id, name }) => ({ value: $id, label: name })) ?? []}
      total={found.data?.total}
      pending={found.isPending}
      problem={problemOf(found.error)?.message}
      placeholder="Search topics"
      empty={search ? `No topic is called “${search}”.` : 'There are no topics yet.'}
    />
  )
}

/** Who was in a topic already is where he should be. */
function outcomeOf(replies: readonly SubscriberBatchReply[]) {
  const results = replies.flatMap((reply) => reply.results)
  const added = results.filter(({ status }) => status === 'added').length
  const there = results.filter(({ error }) => error?.type === 'subscriber_already_exists').length
  const others = results.filter(({ error }) => error && error.type !== 'subscriber_already_exists')
  const [first] = others
  if (first) {
    return {
      tone: 'error',
      title: `${others.length.toLocaleString()} could not be added`,
      detail: first.error?.message,
    } as const
  }
  const subscriptions = `${added.toLocaleString()} ${added === 1 ? 'subscription' : 'subscriptions'} added`
  return {
    title: added === 0 ? 'They were in already' : subscriptions,
    detail: added > 0 && there > 0 ? `${there.toLocaleString()} were there already.` : undefined,
  }
}

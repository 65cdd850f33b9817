import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type { Topic } from '../../../contract/topics.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toasts.ts'
import { TopicFields } from './topic-fields.tsx'
import { changeOf, topicForm, topicLabels, topicValues } from './topic-form.ts'
import { topicMutations, topicQueries } from './topic-queries.ts'

export interface EditTopicDialogProps {
  topicId: string
  onClose: () => void
}

export function EditTopicDialog({ topicId, onClose }: EditTopicDialogProps) {
  const query = useQuery(topicQueries.get(topicId))
  const { data: topic, error } = query
  return (
    <Dialog open onClose={onClose} title={topic ? `Edit “${topic.name}”` : 'Edit a topic'}>
      {error && !topic && <LoadError query={query} title="This topic could not be loaded" />}
      {!topic && !error && (
        <div className="grid gap-7 py-2" role="status" aria-label="Loading">
          <Skeleton width="70%" />
          <Skeleton width="55%" />
          <Skeleton width="62%" />
        </div>
      )}
      {topic && <ChangeForm begun={topic} onClose={onClose} />}
    </Dialog>
  )
}

function ChangeForm({ begun, onClose }: { begun: Topic; onClose: () => void }) {
  // What others save meanwhile stays theirs: only what differs from what the form began with is sent.
  const [topic] = useState(begun)
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: contractResolver(topicForm, topicLabels),
    defaultValues: topicValues(topic),
  })
  const written = topicForm.safeParse(useWatch({ control: form.control }))
  const isSame = written.success && changeOf(topic, written.data) === undefined
  const save = useMutation({
    ...topicMutations.update(),
    onSuccess: async (changed) => {
      toast({ title: `“${changed.name}” is saved`, tone: 'good' })
      queryClient.setQueryData(topicQueries.get(changed.$id).queryKey, changed)
      onClose()
      await queryClient.invalidateQueries({ queryKey: topicQueries.all() })
    },
    onError: (error) => showAtFields(form.setError, error, topicLabels),
  })

  return (
    <FormShell
      onSubmit={form.handleSubmit((values) => {
        const change = changeOf(topic, values)
        if (change) save.mutate({ topicId: topic.$id, change })
        else onClose()
      })}
      pending={save.isPending && 'Saving…'}
      error={problemBeside(save.error, topicLabels)}
      fieldErrors={form.formState.errors}
      submit="Save"
      shortcut="mod+s"
      blocked={isSame && 'Nothing has changed'}
      actions={<Button onClick={onClose}>Leave as it is</Button>}
    >
      <TopicFields form={form} />
    </FormShell>
  )
}

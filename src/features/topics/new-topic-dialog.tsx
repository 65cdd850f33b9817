import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { Topic } from '../../../contract/topics.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { OwnIdField } from '../../ui/own-id-field.tsx'
import { TopicFields } from './topic-fields.tsx'
import { emptyTopic, toDraft, topicForm, topicLabels } from './topic-form.ts'
import { topicMutations, topicQueries } from './topic-queries.ts'

export interface NewTopicDialogProps {
  onClose: () => void
  onAdded: (topic: Topic) => void
}

export function NewTopicDialog({ onClose, onAdded }: NewTopicDialogProps) {
  const queryClient = useQueryClient()
  const form = useForm({ resolver: contractResolver(topicForm, topicLabels), defaultValues: emptyTopic })
  const { errors } = form.formState
  const create = useMutation({
    ...topicMutations.create(),
    onSuccess: (topic) => {
      onAdded(topic)
      return queryClient.invalidateQueries({ queryKey: topicQueries.all() })
    },
    onError: (error) => showAtFields(form.setError, error, topicLabels),
  })

  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a topic"
      description="Messages to it reach everybody who is subscribed."
    >
      <FormShell
        onSubmit={form.handleSubmit((values) => create.mutate(toDraft(values)))}
        pending={create.isPending && 'Adding…'}
        error={problemBeside(create.error, topicLabels)}
        fieldErrors={errors}
        submit="Add topic"
        actions={<Button onClick={onClose}>Back to the list</Button>}
      >
        <TopicFields form={form} />
        <OwnIdField
          of="topic"
          label={topicLabels.topicId}
          error={errors.topicId}
          input={form.register('topicId')}
        />
      </FormShell>
    </Dialog>
  )
}

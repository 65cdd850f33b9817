import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import type { Topic } from '../../../contract/topics.ts'
import { problemOf } from '../../lib/api-error.ts'
import { contractResolver } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { Progress } from '../../ui/progress.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { AdditionAnswers } from './addition-answers.tsx'
import { type Addition, additionsOf } from './additions.ts'
import { type PastedList, readPastedList } from './pasted-list.ts'
import { useAdding } from './use-adding.ts'

const labels = { list: 'The list' }

const listForm = z.object({
  list: z.string().refine((text) => readPastedList(text).entries.length > 0, 'must not be empty'),
})

export interface AddByListProps {
  topic: Topic
  onAnswered: (isAnswered: boolean) => void
  onClose: () => void
}

/** First says what of a list is known and new; only then anybody is subscribed. */
export function AddByList({ topic, onAnswered, onClose }: AddByListProps) {
  const form = useForm({ resolver: contractResolver(listForm, labels), defaultValues: { list: '' } })
  const { look, add, progress } = useAdding(topic)
  const [answers, setAnswers] = useState<{ list: PastedList; additions: readonly Addition[] }>()

  function lookUp(text: string) {
    const list = readPastedList(text)
    look.mutate(additionsOf(list.entries), {
      onSuccess: ({ additions, error }) => {
        // Without all answers nothing is known for sure; the list stays where it is.
        if (error) return
        setAnswers({ list, additions })
        onAnswered(true)
      },
    })
  }

  if (answers) {
    return (
      <AdditionAnswers
        topic={topic}
        additions={answers.additions}
        notes={notesOf(answers.list)}
        add={add}
        progress={progress}
        onAdditions={(additions) => setAnswers({ ...answers, additions })}
        onBack={() => {
          setAnswers(undefined)
          onAnswered(false)
        }}
        onClose={onClose}
      />
    )
  }
  return (
    <FormShell
      onSubmit={form.handleSubmit(({ list }) => lookUp(list))}
      pending={look.isPending && 'Looking up…'}
      error={problemOf(look.data?.error ?? look.error)}
      fieldErrors={form.formState.errors}
      submit="Look them up"
      shortcut="mod+enter"
      actions={<Button onClick={onClose}>Back to the list</Button>}
    >
      <Field
        label="Addresses, numbers or device tokens"
        error={form.formState.errors.list}
        help="One a line, or with commas between them. Nobody is subscribed before you have seen who is known."
      >
        <TextArea
          {...form.register('list')}
          // Whoever comes back from the answers goes on writing.
          autoFocus
          rows={8}
          mono
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          className="max-h-[40dvh]"
          placeholder={'ada@example.org\n+49 30 901820'}
        />
      </Field>
      {look.isPending && progress.of > 1000 && (
        <Progress label="Looked up" value={progress.done} max={progress.of} />
      )}
    </FormShell>
  )
}

function notesOf({ repeated, remarks }: PastedList): string[] {
  return [
    ...(repeated > 0 ? [`${repeated.toLocaleString()} written more than once, counted once.`] : []),
    ...(remarks > 0 ? [`${remarks.toLocaleString()} names and other words passed over.`] : []),
  ]
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Subscriber } from '../../../contract/subscribers.ts'
import type { Topic } from '../../../contract/topics.ts'
import { problemOf } from '../../lib/api-error.ts'
import { useBackCloses } from '../../lib/panel.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Progress } from '../../ui/progress.tsx'
import { toast } from '../../ui/toasts.ts'
import { removeMany } from './subscriber-batches.ts'
import { listAllMatching } from './subscriber-queries.ts'
import type { SubscribersFilter } from './subscriber-search.ts'
import { subscribersText } from './subscribers-text.ts'
import { useRestoring } from './use-restoring.ts'

/** Those of a search, on whatever page; looked up when they are to go. */
interface Matching {
  readonly filter: SubscribersFilter
  readonly zone: string
  readonly total: number
  readonly isCapped: boolean
}

export interface RemoveSubscribersDialogProps {
  topic: Topic
  some: readonly Subscriber[] | Matching
  onClose: () => void
  onRemoved: () => void
}

type Step = { readonly words: string; readonly done: number; readonly of: number }

const isMatching = (some: readonly Subscriber[] | Matching): some is Matching => !Array.isArray(some)

export function RemoveSubscribersDialog({ topic, some, onClose, onRemoved }: RemoveSubscribersDialogProps) {
  const queryClient = useQueryClient()
  const restore = useRestoring(topic)
  useBackCloses(onClose)
  const [step, setStep] = useState<Step>()
  const total = isMatching(some) ? some.total : some.length
  const remove = useMutation({
    mutationFn: async () => {
      const all = isMatching(some)
        ? await listAllMatching(topic.$id, some.filter, some.zone, (done) =>
            setStep({ words: 'Looked up', done, of: Math.max(total, done) }),
          )
        : some
      setStep({ words: 'Removed', done: 0, of: all.length })
      const { results, error } = await removeMany(topic.$id, all, (done) =>
        setStep({ words: 'Removed', done, of: all.length }),
      )
      // Who was gone already is where he should be.
      return { removed: results.flatMap((one) => (one.status === 'removed' && one.subscriber) || []), error }
    },
    onSuccess: async ({ removed, error }) => {
      if (removed.length > 0 || !error) {
        toast({
          title: `${subscribersText(removed.length)} removed from “${topic.name}”`,
          detail: error ? `The others could not be: ${problemOf(error)?.message}` : undefined,
          tone: error ? 'error' : 'plain',
          actions: removed.length > 0 ? [{ label: 'Undo', onSelect: () => restore(removed) }] : undefined,
        })
        onRemoved()
      }
      // People lose subscriptions, topics and messages count anew.
      await queryClient.invalidateQueries()
    },
  })
  const count =
    isMatching(some) && some.isCapped ? `${total.toLocaleString()} or more` : total.toLocaleString()
  const what = `${count} ${total === 1 ? 'subscriber' : 'subscribers'}`
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate()}
      title={`Remove ${what} from “${topic.name}”?`}
      consequence={`Messages to it no longer reach ${total === 1 ? 'this one' : 'them'}. The people stay, with their addresses, numbers and devices.`}
      confirm={`Remove ${what}`}
      keep="Keep"
      pending={remove.isPending && 'Removing…'}
      error={problemOf(remove.error ?? remove.data?.error)}
    >
      {remove.isPending && step && step.of > 1000 && (
        <Progress label={step.words} value={step.done} max={step.of} />
      )}
    </ConfirmDialog>
  )
}

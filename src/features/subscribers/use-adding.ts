import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Subscriber } from '../../../contract/subscribers.ts'
import type { Topic } from '../../../contract/topics.ts'
import { problemOf } from '../../lib/api-error.ts'
import { toast } from '../../ui/toasts.ts'
import { type Addition, openWishes, withResults } from './additions.ts'
import { addMany, removeMany, tryAdding } from './subscriber-batches.ts'
import { subscribersText } from './subscribers-text.ts'

/** Tries and does additions to a topic; `progress` says how far a long one is. */
export function useAdding({ $id, name }: Topic) {
  const queryClient = useQueryClient()
  const [progress, setProgress] = useState({ done: 0, of: 0 })
  // People gain or lose subscriptions, topics and messages count anew.
  const refresh = () => queryClient.invalidateQueries()

  const run = (work: typeof addMany, of: 'try' | 'deed') => async (additions: readonly Addition[]) => {
    const wishes = openWishes(additions)
    setProgress({ done: 0, of: wishes.length })
    const outcome = await work($id, wishes, (done) => setProgress({ done, of: wishes.length }))
    const added = outcome.results.flatMap((one) => (one.status === 'added' && one.subscriber) || [])
    return { additions: withResults(additions, outcome, of), added, error: outcome.error }
  }

  const takeBack = useMutation({
    mutationFn: (added: readonly Subscriber[]) => removeMany($id, added, () => {}),
    onSuccess: ({ error, results }, added) => {
      if (error) {
        toast({
          tone: 'error',
          title: `${subscribersText(added.length - results.length)} could not be removed again`,
          detail: problemOf(error)?.message,
        })
      }
      return refresh()
    },
  })
  const look = useMutation({ mutationFn: run(tryAdding, 'try') })
  const add = useMutation({
    mutationFn: run(addMany, 'deed'),
    onSuccess: ({ added }) => {
      if (added.length > 0) {
        toast({
          title: `${subscribersText(added.length)} added to “${name}”`,
          tone: 'good',
          actions: [{ label: 'Undo', onSelect: () => takeBack.mutate(added) }],
        })
      }
      return refresh()
    },
  })
  return { look, add, progress }
}

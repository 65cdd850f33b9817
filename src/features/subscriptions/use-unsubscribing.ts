import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Subscriber } from '../../../contract/subscribers.ts'
import { problemOf } from '../../lib/api-error.ts'
import { toast } from '../../ui/toasts.ts'
import { subscriptionMutations } from './subscription-queries.ts'

/** Takes a subscription away at once, with a way back; `onDone` goes before anything is looked at again. */
export function useUnsubscribing(subscriber: Subscriber, topicName: string, onDone?: () => unknown) {
  const queryClient = useQueryClient()
  // Topics count their subscribers, and messages say whom they reach.
  const refresh = () => queryClient.invalidateQueries()
  const restore = useMutation({
    ...subscriptionMutations.restore(),
    onSuccess: refresh,
    onError: (error) =>
      toast({
        tone: 'error',
        title: `The subscription to “${topicName}” could not be brought back`,
        detail: problemOf(error)?.message,
      }),
  })
  const remove = useMutation({
    ...subscriptionMutations.remove(),
    onSuccess: async () => {
      toast({
        title: `Removed from “${topicName}”`,
        detail: subscriber.target.identifier,
        actions: [{ label: 'Undo', onSelect: () => restore.mutate(subscriber) }],
      })
      await onDone?.()
      return refresh()
    },
    onError: (error) =>
      toast({
        tone: 'error',
        title: `The subscription to “${topicName}” could not be removed`,
        detail: problemOf(error)?.message,
      }),
  })
  return { unsubscribe: () => remove.mutate(subscriber), isPending: remove.isPending }
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Subscriber } from '../../../contract/subscribers.ts'
import type { Topic } from '../../../contract/topics.ts'
import { problemOf } from '../../lib/api-error.ts'
import { toast } from '../../ui/toasts.ts'
import { restoreMany } from './subscriber-batches.ts'
import { subscribersText } from './subscribers-text.ts'

/** The way back after many were removed: subscribes them again, as they were called. */
export function useRestoring({ $id, name }: Topic): (removed: readonly Subscriber[]) => void {
  const queryClient = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (removed: readonly Subscriber[]) => restoreMany($id, removed),
    onSuccess: async ({ results, error }, removed) => {
      const there = results.filter(
        (one) => one.status === 'added' || one.error?.type === 'subscriber_already_exists',
      ).length
      const lost = removed.length - there
      if (lost > 0) {
        toast({
          tone: 'error',
          title: `${subscribersText(lost)} of “${name}” could not be brought back`,
          detail: problemOf(error)?.message ?? 'Their addresses, numbers or devices are gone.',
        })
      } else toast({ title: `${subscribersText(there)} of “${name}” brought back` })
      await queryClient.invalidateQueries()
    },
  })
  return mutate
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Target } from '../../../contract/targets.ts'
import { problemOf } from '../../lib/api-error.ts'
import { toast } from '../../ui/toasts.ts'
import { peopleQueries } from '../people/people-queries.ts'
import { targetMutations } from './target-mutations.ts'
import { targetTitle } from './target-title.ts'

/** Gives a target that a provider has called dead another chance. */
export function useReviving(target: Target) {
  const queryClient = useQueryClient()
  const { mutate, isPending } = useMutation({
    ...targetMutations.update(target.userId),
    onSuccess: () => {
      toast({ title: `${targetTitle(target)} is active again`, detail: 'The next message goes to it.' })
      return queryClient.invalidateQueries({ queryKey: peopleQueries.all() })
    },
    onError: (error) =>
      toast({
        tone: 'error',
        title: `${targetTitle(target)} could not be made active`,
        detail: problemOf(error)?.message,
      }),
  })
  return { revive: () => mutate({ targetId: target.$id, change: { expired: false } }), isPending }
}

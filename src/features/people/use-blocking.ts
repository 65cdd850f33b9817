import { useMutation, useQueryClient } from '@tanstack/react-query'
import { problemOf } from '../../lib/api-error.ts'
import { toast } from '../../ui/toasts.ts'
import { peopleMutations, peopleQueries } from './people-queries.ts'
import { personName } from './person-name.ts'

/** Blocks and unblocks at once, with a way back. */
export function useBlocking() {
  const queryClient = useQueryClient()
  const { mutate, isPending } = useMutation({
    ...peopleMutations.setStatus(),
    onSuccess: (user, { status }) => {
      toast({
        id: `status-${user.$id}`,
        title: `${personName(user)} is ${status ? 'no longer blocked' : 'blocked'}`,
        detail: status
          ? 'They can sign in again.'
          : 'They can no longer sign in, nor use a session. Messages still reach them.',
        actions: [{ label: 'Undo', onSelect: () => mutate({ user, status: !status }) }],
      })
      return queryClient.invalidateQueries({ queryKey: peopleQueries.all() })
    },
    onError: (error, { user, status }) =>
      toast({
        tone: 'error',
        title: `${personName(user)} could not be ${status ? 'unblocked' : 'blocked'}`,
        detail: problemOf(error)?.message,
      }),
  })
  return { setStatus: mutate, isPending }
}

import { useMutation } from '@tanstack/react-query'
import { problemOf } from '../../lib/api-error.ts'
import { toast } from '../../ui/toasts.ts'
import { sessionMutations } from './session-queries.ts'

/** Signs out and loads the sign-in page anew: nothing of what was seen stays in this page's memory. */
export function useSignOut() {
  return useMutation({
    ...sessionMutations.signOut(),
    onSuccess: () => {
      // Going back would otherwise bring this page, as it stands, out of the browser's own cache.
      addEventListener('pageshow', () => location.reload())
      location.replace('/sign-in')
    },
    onError: (error) =>
      toast({ title: 'You are still signed in', detail: problemOf(error)?.message, tone: 'error' }),
  })
}

import { useMutation } from '@tanstack/react-query'
import { problemOf } from '../../lib/api-error.ts'
import { forgetStored } from '../../lib/stored.ts'
import { toast } from '../../ui/toasts.ts'
import { sessionMutations } from './session-queries.ts'

/** Loads the sign-in page anew: nothing of what was seen stays in this page's memory, nor in the palette of whoever comes next. */
export function leaveConsole(): void {
  forgetStored('recent ')
  // Going back would otherwise bring this page, as it stands, out of the browser's own cache.
  addEventListener('pageshow', () => location.reload())
  location.replace('/sign-in')
}

export function useSignOut() {
  return useMutation({
    ...sessionMutations.signOut(),
    onSuccess: leaveConsole,
    onError: (error) =>
      toast({ title: 'You are still signed in', detail: problemOf(error)?.message, tone: 'error' }),
  })
}

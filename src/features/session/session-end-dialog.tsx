import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Session } from '../../../contract/console.ts'
import { resumeSession } from '../../lib/session-end.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { sessionQueries } from './session-queries.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useSession } from './use-session.ts'

export interface SessionEndDialogProps {
  open: boolean
  onClose: () => void
}

/** The page below it stays as it is. */
export function SessionEndDialog({ open, onClose }: SessionEndDialogProps) {
  const queryClient = useQueryClient()
  const before = useSession().administrator

  // Whoever has signed in again in another tab need not do it here.
  useEffect(() => {
    async function look() {
      if (document.visibilityState === 'hidden') return
      const session = await queryClient.query(sessionQueries.again()).catch(() => null)
      if (session) goOn(queryClient, before.$id, session)
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [queryClient, before.$id])

  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Sign in to go on"
      description="You have been signed out. What you were working on is still here."
      focusFirst={() => document.querySelector<HTMLElement>('[role=dialog] [type=password]')}
    >
      <SignInForm email={before.email} onSignedIn={(session) => goOn(queryClient, before.$id, session)} />
    </Dialog>
  )
}

function goOn(queryClient: QueryClient, administratorBefore: string, session: Session) {
  // What stands on the page is somebody else's.
  if (session.administrator.$id !== administratorBefore) return location.reload()
  queryClient.setQueryData(sessionQueries.current().queryKey, session)
  resumeSession()
  return queryClient.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
}

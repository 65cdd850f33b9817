import { lazy, Suspense, useEffect, useState } from 'react'
import { useSignInAsked } from '../../lib/session-end.ts'
import { dismissToast, toast } from '../../ui/toasts.ts'

const SessionEndDialog = lazy(async () => {
  const { SessionEndDialog } = await import('./session-end-dialog.tsx')
  return { default: SessionEndDialog }
})

/** Once in the frame: asks to sign in over the page when the session has ended. */
export function SessionEnd() {
  const asked = useSignInAsked()
  return asked > 0 && <EndedSession key={asked} />
}

const toastId = 'session-ended'

/** The dialog can be put aside, to copy something perhaps; a toast then keeps the way back to it. */
function EndedSession() {
  const [isAside, setAside] = useState(false)
  useEffect(() => () => dismissToast(toastId), [])

  function putAside() {
    setAside(true)
    toast({
      id: toastId,
      tone: 'error',
      title: 'You are signed out',
      detail: 'Nothing can be loaded or saved until you sign in.',
      actions: [{ label: 'Sign in', onSelect: () => setAside(false) }],
    })
  }

  return (
    <Suspense>
      <SessionEndDialog open={!isAside} onClose={putAside} />
    </Suspense>
  )
}

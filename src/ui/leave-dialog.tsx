import { useBlocker } from '@tanstack/react-router'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface LeaveDialogProps {
  /** Asked when somebody is about to leave the page. */
  isUnsaved: () => boolean
  /** What would be lost: "What you have changed would be lost." */
  consequence: string
  title?: string | undefined
  /** The way on: "Leave without it". */
  leave?: string | undefined
}

/** Asks before what was typed into a form is left behind. */
export function LeaveDialog({
  isUnsaved,
  consequence,
  title = 'Leave without saving?',
  leave = 'Leave without saving',
}: LeaveDialogProps) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isUnsaved(),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Dialog
      open
      onClose={reset}
      role="alertdialog"
      title={title}
      description={consequence}
      footer={
        <>
          <Button onClick={proceed}>{leave}</Button>
          <Button variant="primary" onClick={reset}>
            Stay
          </Button>
        </>
      }
    />
  )
}

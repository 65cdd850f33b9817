import { useBlocker } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

export interface LeaveGuardProps {
  isUnsaved: () => boolean
  /** Saves, and resolves with whether it could. */
  onSave: () => Promise<boolean>
  saving: boolean
}

interface Place {
  readonly pathname: string
  readonly search: object
}

/** The new e-mail's address says which draft it is. */
const isElsewhere = (one: Place, other: Place) =>
  one.pathname !== other.pathname || draftIn(one.search) !== draftIn(other.search)

const draftIn = (search: { readonly draft?: unknown }) => search.draft

/** Asks before what is not saved is left behind. */
export function LeaveGuard({ isUnsaved, onSave, saving }: LeaveGuardProps) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isElsewhere(current, next) && isUnsaved(),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Dialog
      open
      onClose={reset}
      role="alertdialog"
      title="Leave without saving?"
      description="What you have written since the last save would be lost."
      footer={
        <>
          <Button onClick={reset}>Stay</Button>
          <Button onClick={proceed}>Leave without saving</Button>
          <Button
            variant="primary"
            pending={saving && 'Saving…'}
            onClick={async () => ((await onSave()) ? proceed() : reset())}
          >
            Save and leave
          </Button>
        </>
      }
    />
  )
}

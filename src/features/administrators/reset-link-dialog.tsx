import { useMutation } from '@tanstack/react-query'
import type { ListedAdministrator } from '../../../contract/console.ts'
import { problemOf } from '../../lib/api-error.ts'
import { zonedTime } from '../../lib/time.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ShownOnce } from '../../ui/shown-once.tsx'
import { administratorMutations, administratorName } from './administrator-queries.ts'

export interface ResetLinkDialogProps {
  administrator: ListedAdministrator
  onClose: () => void
}

/** For whoever has forgotten his password: no mail is needed, somebody hands the link on. */
export function ResetLinkDialog({ administrator, onClose }: ResetLinkDialogProps) {
  const name = administratorName(administrator)
  const make = useMutation(administratorMutations.makeResetLink())
  const problem = problemOf(make.error)
  if (make.data) {
    return (
      <Dialog
        open
        held
        onClose={onClose}
        title={`The password link for ${name}`}
        footer={<Button onClick={onClose}>Done</Button>}
      >
        <ShownOnce
          label="Link"
          copyWords="Copy link"
          text={make.data.url}
          warning="Hand this link on yourself: it is shown only here"
        >
          Whoever opens it can sign in as {name}, so be sure who asks for it. It works once, until{' '}
          {zonedTime(make.data.expiresAt, 'dateTime')}. If it is lost, make another: this one ends then.
        </ShownOnce>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Make a password link for ${name}?`}
      description="For whoever has forgotten the password: the link lets them choose another."
      footer={
        <>
          <Button onClick={onClose}>Back to the list</Button>
          <Button
            variant="primary"
            pending={make.isPending && 'Making the link…'}
            onClick={() => make.mutate(administrator.$id)}
          >
            Make the link
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {problem && <ErrorNotice problem={problem} />}
        <p className="text-quiet">
          The present password works until the link is used. Then all their sessions end, but the new one.
        </p>
      </div>
    </Dialog>
  )
}

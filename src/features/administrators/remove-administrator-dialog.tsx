import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ListedAdministrator } from '../../../contract/console.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { useSession } from '../session/use-session.ts'
import { leaveConsole } from '../session/use-sign-out.ts'
import { administratorMutations, administratorName, administratorQueries } from './administrator-queries.ts'

export interface RemoveAdministratorDialogProps {
  administrator: ListedAdministrator
  onClose: () => void
}

export function RemoveAdministratorDialog({ administrator, onClose }: RemoveAdministratorDialogProps) {
  const queryClient = useQueryClient()
  const isOneself = useSession().administrator.$id === administrator.$id
  const name = administratorName(administrator)
  const remove = useMutation({
    ...administratorMutations.remove(),
    onSuccess: () => {
      // With oneself goes the session.
      if (isOneself) return leaveConsole()
      toast({ title: `${name} is removed` })
      onClose()
      return queryClient.invalidateQueries({ queryKey: administratorQueries.all() })
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate(administrator.$id)}
      title={isOneself ? 'Remove yourself?' : `Remove ${name}?`}
      consequence={
        isOneself
          ? 'You are signed out at once, everywhere, and cannot sign in any more.'
          : 'They are signed out at once, everywhere, and cannot sign in any more.'
      }
      confirm={isOneself ? 'Remove me' : `Remove ${name}`}
      keep="Keep"
      pending={remove.isPending && 'Removing…'}
      error={problemOf(remove.error)}
    >
      <p className="text-quiet">
        What {isOneself ? 'you have' : 'they have'} done stays, under {isOneself ? 'your' : 'their'} name:
        messages, API keys, activity. API keys go on working; revoke those that only{' '}
        {isOneself ? 'you have' : 'they have'}.
      </p>
    </ConfirmDialog>
  )
}

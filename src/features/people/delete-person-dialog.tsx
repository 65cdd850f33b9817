import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { peopleMutations, peopleQueries } from './people-queries.ts'
import { personName } from './person-name.ts'
import { countText } from './target-words.ts'

export interface DeletePersonDialogProps {
  userId: string
  onClose: () => void
  /** When the person is gone; a page about them then goes elsewhere. */
  onDeleted?: (() => unknown) | undefined
}

export function DeletePersonDialog({ userId, onClose, onDeleted }: DeletePersonDialogProps) {
  const queryClient = useQueryClient()
  const { data: user, error } = useQuery(peopleQueries.get(userId))
  const { data: subscriptions } = useQuery(peopleQueries.subscriptionTotal({ userId }))
  const name = user ? personName(user) : 'this person'
  const remove = useMutation({
    ...peopleMutations.delete(),
    onSuccess: async () => {
      toast({ title: `${name} is deleted` })
      if (onDeleted) await onDeleted()
      else onClose()
      queryClient.removeQueries({ queryKey: peopleQueries.get(userId).queryKey })
      // Topics count their subscribers, messages say whom they reach: all of it may be another now.
      return queryClient.invalidateQueries()
    },
  })
  const targets = user && countText(user.targets)
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate(userId)}
      title={`Delete ${name}?`}
      consequence={
        targets
          ? `${targets} ${user.targets.length === 1 ? 'goes' : 'go'} too, and all subscriptions.`
          : undefined
      }
      confirm={
        subscriptions ? `Delete ${name} and ${plural(subscriptions, 'subscription')}` : `Delete ${name}`
      }
      keep="Keep"
      pending={remove.isPending && 'Deleting…'}
      error={problemOf(remove.error ?? error)}
    >
      <p className="text-quiet">
        What was still to be sent to them is not sent. Past deliveries stay, but no longer say to whom they
        went. This cannot be undone.
      </p>
    </ConfirmDialog>
  )
}

function plural(count: number, thing: string): string {
  return `${count.toLocaleString()} ${thing}${count === 1 ? '' : 's'}`
}

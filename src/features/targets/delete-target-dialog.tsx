import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Target } from '../../../contract/targets.ts'
import type { User } from '../../../contract/users.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { peopleQueries } from '../people/people-queries.ts'
import { targetWords } from '../people/target-words.ts'
import { targetMutations } from './target-mutations.ts'
import { targetTitle } from './target-title.ts'

export interface DeleteTargetDialogProps {
  user: User
  target: Target
  onClose: () => void
}

export function DeleteTargetDialog({ user, target, onClose }: DeleteTargetDialogProps) {
  const queryClient = useQueryClient()
  const { data: subscriptions } = useQuery(peopleQueries.subscriptionTotal({ targetId: target.$id }))
  const title = targetTitle(target)
  const word = targetWords[target.providerType][0]
  const isOwn = target.identifier === user.email || target.identifier === user.phone
  const remove = useMutation({
    ...targetMutations.delete(target.userId),
    onSuccess: () => {
      toast({ title: `${title} is deleted` })
      onClose()
      return queryClient.invalidateQueries()
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate(target.$id)}
      title={`Delete ${title}?`}
      consequence="Nothing is sent to it any more."
      confirm={
        subscriptions
          ? `Delete ${word} and ${subscriptions.toLocaleString()} ${subscriptions === 1 ? 'subscription' : 'subscriptions'}`
          : `Delete ${word}`
      }
      keep="Keep"
      pending={remove.isPending && 'Deleting…'}
      error={problemOf(remove.error)}
    >
      {isOwn && (
        <p className="text-quiet">
          The person keeps it as their own {word}; only messages no longer go there.
        </p>
      )}
    </ConfirmDialog>
  )
}

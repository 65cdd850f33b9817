import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { problemOf } from '../../lib/api-error.ts'
import { currentProject } from '../../lib/project.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { inboxMutations, inboxQueries } from './inbox-queries.ts'

export interface ClearDialogProps {
  total: number
  onClose: () => unknown
}

/** Empties the test inbox. */
export function ClearDialog({ total, onClose }: ClearDialogProps) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const items = `${total.toLocaleString()} ${total === 1 ? 'item' : 'items'}`
  const clear = useMutation({
    ...inboxMutations.clear(),
    onSuccess: async () => {
      toast({ title: `${items} deleted` })
      await onClose()
      // What was open in it, or a later page of it, is gone.
      await navigate({ to: '/p/$projectId/inbox', params: { projectId: currentProject() }, replace: true })
      return queryClient.invalidateQueries({ queryKey: inboxQueries.all() })
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => clear.mutate()}
      title={`Delete all ${items} in the test inbox?`}
      consequence="The messages they belong to stay, with their deliveries. What came in meanwhile is deleted too."
      confirm={`Delete ${items}`}
      keep="Keep them"
      pending={clear.isPending && 'Deleting…'}
      error={problemOf(clear.error)}
    />
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Invitation } from '../../../contract/console.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { administratorMutations, administratorQueries } from './administrator-queries.ts'

export interface WithdrawDialogProps {
  invitation: Invitation
  onClose: () => void
}

export function WithdrawDialog({ invitation, onClose }: WithdrawDialogProps) {
  const queryClient = useQueryClient()
  const withdraw = useMutation({
    ...administratorMutations.withdraw(),
    onSuccess: () => {
      toast({ title: `The invitation for ${invitation.email} is withdrawn` })
      onClose()
      return queryClient.invalidateQueries({ queryKey: administratorQueries.all() })
    },
  })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={() => withdraw.mutate(invitation.$id)}
      title="Withdraw the invitation?"
      consequence={`The link that ${invitation.email} has stops working. You can invite them again.`}
      confirm="Withdraw the invitation"
      keep="Keep it"
      pending={withdraw.isPending && 'Withdrawing…'}
      error={problemOf(withdraw.error)}
    />
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ApiKey } from '../../../contract/console.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { toast } from '../../ui/toasts.ts'
import { keyMutations, keyQueries } from './key-queries.ts'

export interface RevokeKeyDialogProps {
  apiKey: ApiKey
  onClose: () => void
}

export function RevokeKeyDialog({ apiKey, onClose }: RevokeKeyDialogProps) {
  const queryClient = useQueryClient()
  const { $id, name, lastUsedAt } = apiKey
  const revoke = useMutation({
    ...keyMutations.delete(),
    onSuccess: () => {
      toast({ title: `“${name}” is revoked` })
      onClose()
      return queryClient.invalidateQueries({ queryKey: keyQueries.all() })
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => revoke.mutate($id)}
      title={`Revoke “${name}”?`}
      consequence="Every program that uses this key is refused from its next call on: it sends nothing and reads nothing here until it has another."
      confirm={`Revoke “${name}”`}
      keep="Keep it"
      pending={revoke.isPending && 'Revoking…'}
      error={problemOf(revoke.error)}
    >
      <p className="text-quiet">
        {lastUsedAt ? (
          <>
            It was last used <RelativeTime at={lastUsedAt} />. What has been sent stays sent.
          </>
        ) : (
          'It has never been used.'
        )}
      </p>
    </ConfirmDialog>
  )
}

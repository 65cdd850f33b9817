import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Bucket } from '../../../contract/storage.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { sizeText } from '../../ui/size-text.ts'
import { toast } from '../../ui/toasts.ts'
import { storageMutations, storageQueries } from './storage-queries.ts'

export interface DeleteBucketDialogProps {
  bucket: Bucket
  onClose: () => void
  onDeleted: () => Promise<void>
}

export function DeleteBucketDialog({ bucket, onClose, onDeleted }: DeleteBucketDialogProps) {
  const queryClient = useQueryClient()
  const { $id, name, totalSize } = bucket
  const { data: total } = useQuery(storageQueries.fileTotal($id))
  const files = total && `${total.toLocaleString()} ${total === 1 ? 'file' : 'files'}`
  const remove = useMutation({
    ...storageMutations.deleteBucket(),
    onSuccess: async () => {
      toast({ title: `“${name}” is deleted` })
      await onDeleted()
      queryClient.removeQueries({ queryKey: storageQueries.bucket($id).queryKey })
      return queryClient.invalidateQueries({ queryKey: storageQueries.all() })
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate($id)}
      title={`Delete “${name}”?`}
      consequence={files ? `${files}, ${sizeText(totalSize)} in all, go with it.` : 'It is empty.'}
      confirm={files ? `Delete “${name}” and ${files}` : `Delete “${name}”`}
      keep="Keep it"
      pending={remove.isPending && 'Deleting…'}
      error={problemOf(remove.error)}
    >
      {files && (
        <p className="text-quiet">
          Messages that are still to go out and attach one of them will fail. This cannot be undone.
        </p>
      )}
    </ConfirmDialog>
  )
}

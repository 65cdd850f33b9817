import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StoredFile } from '../../../contract/storage.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { storageMutations, storageQueries } from './storage-queries.ts'

export interface DeleteFileDialogProps {
  file: StoredFile
  onClose: () => void
}

export function DeleteFileDialog({ file, onClose }: DeleteFileDialogProps) {
  const queryClient = useQueryClient()
  const remove = useMutation({
    ...storageMutations.deleteFile(file.bucketId),
    onSuccess: () => {
      toast({ title: `“${file.name}” is deleted` })
      onClose()
      return queryClient.invalidateQueries({ queryKey: storageQueries.all() })
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate(file.$id)}
      title={`Delete “${file.name}”?`}
      consequence="Messages that are still to go out and attach it will fail. This cannot be undone."
      confirm="Delete file"
      keep="Keep it"
      pending={remove.isPending && 'Deleting…'}
      error={problemOf(remove.error)}
    />
  )
}

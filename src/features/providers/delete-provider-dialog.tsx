import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Provider, ProviderUses } from '../../../contract/providers.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { deleteProvider, providerQueries } from './provider-queries.ts'
import { UsesList } from './uses-list.tsx'
import { isUsed, runningWords, successorWords, usesCount } from './uses-words.ts'

export interface DeleteProviderDialogProps {
  provider: Provider
  onClose: () => void
  /** When it is gone; a page about it then goes elsewhere. */
  onDeleted: () => unknown
}

/** Says first what goes through it; where something does, its name has to be typed. */
export function DeleteProviderDialog({ provider, onClose, onDeleted }: DeleteProviderDialogProps) {
  const queryClient = useQueryClient()
  const uses = useQuery({ ...providerQueries.uses(provider.$id), staleTime: 0 })
  const remove = useMutation({
    ...deleteProvider(),
    onSuccess: async () => {
      toast({ title: `“${provider.name}” is deleted` })
      await onDeleted()
      queryClient.removeQueries({ queryKey: providerQueries.one(provider.$id) })
      return queryClient.invalidateQueries({ queryKey: providerQueries.all() })
    },
  })
  const { data } = uses
  const isInUse = data && isUsed(data)
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate(provider.$id)}
      title={`Delete “${provider.name}”?`}
      consequence={data ? consequenceOf(provider, data) : 'Looking up what goes through it…'}
      confirm={isInUse ? `Delete provider (${usesCount(data)})` : 'Delete provider'}
      keep="Keep it"
      pending={(remove.isPending && 'Deleting…') || (uses.isLoading && 'Looking…')}
      error={problemOf(remove.error ?? uses.error)}
      typed={isInUse ? provider.name : undefined}
    >
      {isInUse && <UsesList uses={data} />}
    </ConfirmDialog>
  )
}

function consequenceOf(provider: Provider, uses: ProviderUses): string {
  const settings = 'Its settings and secrets are gone for good; what it has sent stays in the deliveries.'
  const isMissed = isUsed(uses) || provider.isDefault
  return [runningWords(uses), isMissed ? successorWords(provider, uses) : '', settings]
    .filter(Boolean)
    .join(' ')
}

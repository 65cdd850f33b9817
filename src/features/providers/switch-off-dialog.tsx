import type { Provider, ProviderUses } from '../../../contract/providers.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import type { Problem } from '../../ui/error-notice.tsx'
import { UsesList } from './uses-list.tsx'
import { isUsed, runningWords, successorWords, usesCount } from './uses-words.ts'

export interface SwitchOffDialogProps {
  provider: Provider
  uses: ProviderUses
  onClose: () => void
  onConfirm: () => void
  pending: boolean
  error: Problem | null
}

/** Asked only where something goes through it. */
export function SwitchOffDialog({
  provider,
  uses,
  onClose,
  onConfirm,
  pending,
  error,
}: SwitchOffDialogProps) {
  const used = usesCount(uses)
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={onConfirm}
      title={`Switch “${provider.name}” off?`}
      consequence={[runningWords(uses), successorWords(provider, uses)].filter(Boolean).join(' ')}
      confirm={used ? `Switch off (${used})` : 'Switch off'}
      keep="Leave it on"
      pending={pending && 'Switching off…'}
      error={error}
    >
      {isUsed(uses) && <UsesList uses={uses} />}
    </ConfirmDialog>
  )
}

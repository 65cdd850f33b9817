// Dialogs come when they are asked for: no page is about them. Each use stands in a `Suspense`.
import { lazy } from 'react'

export const DeleteProviderDialog = lazy(async () => {
  const { DeleteProviderDialog } = await import('./delete-provider-dialog.tsx')
  return { default: DeleteProviderDialog }
})

export const SwitchOffDialog = lazy(async () => {
  const { SwitchOffDialog } = await import('./switch-off-dialog.tsx')
  return { default: SwitchOffDialog }
})

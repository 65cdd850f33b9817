// Dialogs come when they are asked for: no page is about them. Each use stands in a `Suspense`.
import { lazy } from 'react'

export const AddTargetDialog = lazy(async () => {
  const { AddTargetDialog } = await import('./add-target-dialog.tsx')
  return { default: AddTargetDialog }
})

export const EditTargetDialog = lazy(async () => {
  const { EditTargetDialog } = await import('./edit-target-dialog.tsx')
  return { default: EditTargetDialog }
})

export const DeleteTargetDialog = lazy(async () => {
  const { DeleteTargetDialog } = await import('./delete-target-dialog.tsx')
  return { default: DeleteTargetDialog }
})

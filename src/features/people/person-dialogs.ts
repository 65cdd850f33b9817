// Dialogs come when they are asked for: no page is about them. Each use stands in a `Suspense`.
import { lazy } from 'react'

export const DeletePersonDialog = lazy(async () => {
  const { DeletePersonDialog } = await import('./delete-person-dialog.tsx')
  return { default: DeletePersonDialog }
})

export const EditPersonDialog = lazy(async () => {
  const { EditPersonDialog } = await import('./edit-person-dialog.tsx')
  return { default: EditPersonDialog }
})

export const NewPersonDialog = lazy(async () => {
  const { NewPersonDialog } = await import('./new-person-dialog.tsx')
  return { default: NewPersonDialog }
})

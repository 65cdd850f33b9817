// Dialogs come when they are asked for: no page is about them. Each use stands in a `Suspense`.
import { lazy } from 'react'

export const DeleteTopicDialog = lazy(async () => {
  const { DeleteTopicDialog } = await import('./delete-topic-dialog.tsx')
  return { default: DeleteTopicDialog }
})

export const EditTopicDialog = lazy(async () => {
  const { EditTopicDialog } = await import('./edit-topic-dialog.tsx')
  return { default: EditTopicDialog }
})

export const NewTopicDialog = lazy(async () => {
  const { NewTopicDialog } = await import('./new-topic-dialog.tsx')
  return { default: NewTopicDialog }
})

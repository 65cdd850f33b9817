// Dialogs come when they are asked for. Each use stands in a `Suspense`.
import { lazy } from 'react'

export const AddSubscribersDialog = lazy(async () => {
  const { AddSubscribersDialog } = await import('./add-subscribers-dialog.tsx')
  return { default: AddSubscribersDialog }
})

export const RemoveSubscribersDialog = lazy(async () => {
  const { RemoveSubscribersDialog } = await import('./remove-subscribers-dialog.tsx')
  return { default: RemoveSubscribersDialog }
})

export const NoSubscribers = lazy(async () => {
  const { NoSubscribers } = await import('./no-subscribers.tsx')
  return { default: NoSubscribers }
})

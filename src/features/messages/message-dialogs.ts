// Dialogs come when they are asked for: no page is about them. Each use stands in a `Suspense`.
import { lazy } from 'react'

export const CancelDialog = lazy(async () => {
  const { CancelDialog } = await import('./cancel-dialog.tsx')
  return { default: CancelDialog }
})

export const DeleteMessageDialog = lazy(async () => {
  const { DeleteMessageDialog } = await import('./delete-message-dialog.tsx')
  return { default: DeleteMessageDialog }
})

export const RetryDialog = lazy(async () => {
  const { RetryDialog } = await import('./retry-dialog.tsx')
  return { default: RetryDialog }
})

export const ReviewDialog = lazy(async () => {
  const { ReviewDialog } = await import('./review-dialog.tsx')
  return { default: ReviewDialog }
})

export const ScheduleDialog = lazy(async () => {
  const { ScheduleDialog } = await import('./schedule-dialog.tsx')
  return { default: ScheduleDialog }
})

export const SendNowDialog = lazy(async () => {
  const { SendNowDialog } = await import('./send-now-dialog.tsx')
  return { default: SendNowDialog }
})

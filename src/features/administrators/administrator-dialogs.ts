// Dialogs come when they are asked for: no page is about them. Each use stands in a `Suspense`.
import { lazy } from 'react'

export const InviteDialog = lazy(async () => {
  const { InviteDialog } = await import('./invite-dialog.tsx')
  return { default: InviteDialog }
})

export const ChangeRoleDialog = lazy(async () => {
  const { ChangeRoleDialog } = await import('./change-role-dialog.tsx')
  return { default: ChangeRoleDialog }
})

export const ResetLinkDialog = lazy(async () => {
  const { ResetLinkDialog } = await import('./reset-link-dialog.tsx')
  return { default: ResetLinkDialog }
})

export const RemoveAdministratorDialog = lazy(async () => {
  const { RemoveAdministratorDialog } = await import('./remove-administrator-dialog.tsx')
  return { default: RemoveAdministratorDialog }
})

export const WithdrawDialog = lazy(async () => {
  const { WithdrawDialog } = await import('./withdraw-dialog.tsx')
  return { default: WithdrawDialog }
})

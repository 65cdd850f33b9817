import { createFileRoute } from '@tanstack/react-router'
import { AppearancePage } from '../../../../features/settings/appearance-page.tsx'

export const Route = createFileRoute('/p/$projectId/settings/appearance')({
  head: () => ({ meta: [{ title: 'Appearance' }] }),
  component: AppearancePage,
})

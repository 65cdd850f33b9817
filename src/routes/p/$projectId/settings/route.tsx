import { createFileRoute } from '@tanstack/react-router'
import { SettingsFrame } from '../../../../features/settings/settings-frame.tsx'

export const Route = createFileRoute('/p/$projectId/settings')({
  head: () => ({ meta: [{ title: 'Settings' }] }),
  component: SettingsFrame,
})

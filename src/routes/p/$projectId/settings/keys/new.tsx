import { createFileRoute } from '@tanstack/react-router'
import { NewKeyPage } from '../../../../../features/keys/new-key-page.tsx'
import { OwnersOnly } from '../../../../../features/settings/owners-only.tsx'

export const Route = createFileRoute('/p/$projectId/settings/keys/new')({
  head: () => ({ meta: [{ title: 'New API key' }] }),
  component: NewKeyRoute,
})

function NewKeyRoute() {
  return (
    <OwnersOnly title="Add an API key" what="see, add and revoke API keys">
      <NewKeyPage />
    </OwnersOnly>
  )
}

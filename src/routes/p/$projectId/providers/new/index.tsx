import { createFileRoute } from '@tanstack/react-router'
import { KindChooserPage } from '../../../../../features/providers/kind-chooser-page.tsx'

export const Route = createFileRoute('/p/$projectId/providers/new/')({
  head: () => ({ meta: [{ title: 'Add a provider' }] }),
  component: KindChooserPage,
})

import { createFileRoute } from '@tanstack/react-router'
import { NewBucketPage } from '../../../../../features/storage/new-bucket-page.tsx'

export const Route = createFileRoute('/p/$projectId/settings/files/new')({
  head: () => ({ meta: [{ title: 'New bucket' }] }),
  component: NewBucketPage,
})

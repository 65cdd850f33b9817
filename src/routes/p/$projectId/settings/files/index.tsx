import { createFileRoute } from '@tanstack/react-router'
import { BucketsPage } from '../../../../../features/storage/buckets-page.tsx'
import { storageQueries } from '../../../../../features/storage/storage-queries.ts'

export const Route = createFileRoute('/p/$projectId/settings/files/')({
  loader: ({ context: { queryClient } }) => {
    queryClient.query(storageQueries.buckets()).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Files' }] }),
  component: BucketsPage,
})

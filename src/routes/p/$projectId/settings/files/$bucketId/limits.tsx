import { createFileRoute } from '@tanstack/react-router'
import { BucketLimits } from '../../../../../../features/storage/bucket-limits.tsx'

export const Route = createFileRoute('/p/$projectId/settings/files/$bucketId/limits')({
  head: () => ({ meta: [{ title: 'Limits and access' }] }),
  component: LimitsRoute,
})

function LimitsRoute() {
  return <BucketLimits bucketId={Route.useParams().bucketId} />
}

import { createFileRoute, useNavigate } from '@tanstack/react-router'
import { BucketFrame } from '../../../../../../features/storage/bucket-frame.tsx'
import { storageQueries } from '../../../../../../features/storage/storage-queries.ts'
import { type BucketSearch, bucketSearch } from '../../../../../../features/storage/storage-search.ts'
import { unread } from '../../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/settings/files/$bucketId')({
  validateSearch: unread<BucketSearch>,
  loader: ({ context: { queryClient }, params: { bucketId } }) =>
    queryClient.query(storageQueries.bucket(bucketId)),
  head: ({ loaderData }) => ({ meta: [{ title: loaderData?.name ?? 'Bucket' }] }),
  component: BucketRoute,
})

function BucketRoute() {
  // Not the route's own, which would leave the tab that one is on.
  const navigate = useNavigate()
  return (
    <BucketFrame
      bucketId={Route.useParams().bucketId}
      isDeleting={bucketSearch.parse(Route.useSearch()).deleteBucket === true}
      onDelete={() =>
        navigate({ to: '.', search: (before) => ({ ...before, deleteBucket: true }), resetScroll: false })
      }
    />
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { BucketFiles } from '../../../../../../features/storage/bucket-files.tsx'
import { type FilesSearch, filesSearch } from '../../../../../../features/storage/storage-search.ts'
import { unread } from '../../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/settings/files/$bucketId/')({
  validateSearch: unread<FilesSearch>,
  component: FilesRoute,
})

function FilesRoute() {
  const navigate = Route.useNavigate()
  return (
    <BucketFiles
      bucketId={Route.useParams().bucketId}
      search={filesSearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

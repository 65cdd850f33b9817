import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { firstPage } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { useMay } from '../session/use-session.ts'
import { limitWords } from './bucket-words.ts'
import { fileColumns } from './file-table.tsx'
import { storageQueries } from './storage-queries.ts'
import type { FilesFilter, FilesSearch } from './storage-search.ts'
import { UploadArea } from './upload-area.tsx'
import { UploadList } from './upload-list.tsx'
import { useUploads } from './use-uploads.ts'

const DeleteFileDialog = lazy(async () => {
  const { DeleteFileDialog } = await import('./delete-file-dialog.tsx')
  return { default: DeleteFileDialog }
})

export interface BucketFilesProps {
  bucketId: string
  search: FilesSearch
  onSearch: (search: FilesSearch) => void
}

/** A bucket's files, and the way in for others. */
export function BucketFiles({ bucketId, search, onSearch }: BucketFilesProps) {
  const { data: bucket } = useSuspenseQuery(storageQueries.bucket(bucketId))
  const { remove, ...filter } = search
  const list = useListPage(useQuery(storageQueries.files(bucketId, filter)), ({ files }) => files, filter)
  const mayUpload = useMay('author')
  const mayDelete = useMay('editor')
  const uploading = useUploads(bucket)
  const removed = list.rows?.find(({ $id }) => $id === remove)
  const closeDialog = useClosePanel<FilesSearch>('remove')
  const narrow = (change: FilesFilter) => onSearch({ ...filter, ...firstPage, ...change })

  return (
    <>
      <LeaveDialog
        isUnsaved={() => uploading.uploads.some(({ problem }) => problem === '')}
        title="Leave while files go up?"
        consequence="What has not arrived yet is given up."
        leave="Give it up"
      />
      {mayUpload && <UploadArea limits={limitWords(bucket)} onFiles={(files) => void uploading.add(files)} />}
      <UploadList {...uploading} />
      {!list.isUnused && (
        <div className="mb-4">
          <SearchInput
            label="Search files"
            value={filter.q ?? ''}
            onSearch={(q) => narrow({ q: q || undefined })}
          />
        </div>
      )}
      <PagedTable
        label="Files"
        columns={fileColumns}
        list={list}
        onPage={narrow}
        empty={<NoFiles q={filter.q} onAll={() => onSearch({ size: filter.size })} />}
        words={{
          failed: 'The files could not be loaded',
          lost: 'The file it began at has been deleted.',
          gone: 'What was on it has been deleted.',
        }}
      />
      <Suspense>{removed && mayDelete && <DeleteFileDialog file={removed} onClose={closeDialog} />}</Suspense>
    </>
  )
}

function NoFiles({ q, onAll }: { q: string | undefined; onAll: () => void }) {
  if (q) {
    return (
      <EmptyState
        drawing="search"
        title={`No file is called “${q}”`}
        action={<Button onClick={onAll}>Clear the search</Button>}
      />
    )
  }
  return (
    <EmptyState drawing="folder" title="No files yet">
      What is uploaded here can be attached to e-mails and shown in notifications.
    </EmptyState>
  )
}

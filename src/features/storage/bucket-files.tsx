import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Table } from '../../ui/table.tsx'
import { useMay } from '../session/use-session.ts'
import { limitWords } from './bucket-words.ts'
import { fileColumns } from './file-table.tsx'
import { storageQueries } from './storage-queries.ts'
import type { FilesSearch } from './storage-search.ts'
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
  const { q = '', size = defaultPageSize } = filter
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(
    storageQueries.files(bucketId, filter),
  )
  const mayUpload = useMay('author')
  const mayDelete = useMay('editor')
  const uploading = useUploads(bucket)
  const known = useLastKnown(data)
  const page = known && cutPage(known.files, filter)
  const isFirst = filter.after === undefined && filter.before === undefined
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const problem = problemOf(error)
  const isUnused = data?.total === 0 && q === '' && isFirst
  const removed = page?.rows.find(({ $id }) => $id === remove)
  const closeDialog = useClosePanel<FilesSearch>('remove')
  const narrow = (change: FilesSearch) =>
    onSearch({ ...filter, after: undefined, before: undefined, ...change })

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
      {!isUnused && (
        <div className="mb-4">
          <SearchInput
            label="Search files"
            value={q}
            onSearch={(text) => narrow({ q: text === '' ? undefined : text })}
          />
        </div>
      )}
      <Table
        label="Files"
        columns={fileColumns}
        rows={page?.rows ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        stale={isPlaceholderData}
        empty={<NoFiles q={q} isFirst={isFirst} onAll={() => onSearch({ size: filter.size })} />}
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'The files could not be loaded'}
              problem={isLost ? { message: 'The file it began at has been deleted.' } : problem}
              onRetry={isLost ? () => narrow({}) : () => void refetch()}
              retrying={isFetching}
            />
          )
        }
      />
      {data && page && page.rows.length > 0 && (
        <Pager
          count={page.rows.length}
          before={isFirst ? 0 : undefined}
          total={data.total}
          onPrevious={page.previous && (() => narrow({ ...page.previous }))}
          onNext={page.next && (() => narrow({ ...page.next }))}
          pageSize={size}
          onPageSize={(chosen) => narrow({ size: chosen === defaultPageSize ? undefined : chosen })}
        />
      )}
      <Suspense>{removed && mayDelete && <DeleteFileDialog file={removed} onClose={closeDialog} />}</Suspense>
    </>
  )
}

function NoFiles({ q, isFirst, onAll }: { q: string; isFirst: boolean; onAll: () => void }) {
  if (q || !isFirst) {
    return (
      <EmptyState
        drawing="search"
        title={q ? `No file is called “${q}”` : 'This page is empty'}
        action={<Button onClick={onAll}>{q ? 'Clear the search' : 'Go to the first page'}</Button>}
      />
    )
  }
  return (
    <EmptyState drawing="folder" title="No files yet">
      What is uploaded here can be attached to e-mails and shown in notifications.
    </EmptyState>
  )
}

import { type StoredFile, storage } from '../../../contract/storage.ts'
import { addressOf } from '../../lib/client.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { sizeText } from '../../ui/size-text.ts'
import type { Column } from '../../ui/table.tsx'
import { FileRowMenu } from './file-row-menu.tsx'

export const fileColumns: readonly Column<StoredFile>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (file) => <FileName file={file} />,
  },
  { id: 'type', header: 'Type', width: '22%', cell: ({ mimeType }) => mimeType },
  {
    id: 'size',
    header: 'Size',
    width: '96px',
    align: 'end',
    cell: ({ sizeOriginal }) => sizeText(sizeOriginal),
  },
  {
    id: 'added',
    header: 'Uploaded',
    width: '120px',
    cell: ({ $createdAt }) => <RelativeTime at={$createdAt} />,
  },
  actionsColumn((file) => <FileRowMenu file={file} />),
]

/** Leads to the file itself; of one that is not whole yet there is nothing to see. */
function FileName({ file }: { file: StoredFile }) {
  const { $id, bucketId, name, chunksTotal, chunksUploaded } = file
  if (chunksUploaded < chunksTotal) {
    return (
      <>
        {name}{' '}
        <span className="text-quiet">
          unfinished, {chunksUploaded} of {chunksTotal} pieces
        </span>
      </>
    )
  }
  return (
    <a
      href={addressOf(storage.view, { params: { bucketId, fileId: $id } })}
      target="_blank"
      rel="noreferrer"
      data-row-link=""
      className="row-link"
    >
      {name}
    </a>
  )
}

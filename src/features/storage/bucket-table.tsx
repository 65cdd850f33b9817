import type { Bucket } from '../../../contract/storage.ts'
import { currentProject } from '../../lib/project.ts'
import { Badge } from '../../ui/badge.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import { sizeText } from '../../ui/size-text.ts'
import type { Column } from '../../ui/table.tsx'
import { limitWords, openingText } from './bucket-words.ts'

export const bucketColumns: readonly Column<Bucket>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ $id, name }) => (
      <RowLink
        to="/p/$projectId/settings/files/$bucketId"
        params={{ projectId: currentProject(), bucketId: $id }}
      >
        {name}
      </RowLink>
    ),
  },
  {
    id: 'state',
    header: 'State',
    hideHeader: true,
    width: '88px',
    narrow: 'beside',
    cell: ({ enabled }) => (enabled ? null : <Badge tone="cancelled">Off</Badge>),
  },
  { id: 'limits', header: 'Takes', width: '28%', cell: limitWords },
  { id: 'opening', header: 'Open in apps to', width: '26%', cell: openingText },
  {
    id: 'size',
    header: 'Holds',
    width: '88px',
    align: 'end',
    cell: ({ totalSize }) =>
      totalSize > 0 ? sizeText(totalSize) : <span className="text-quiet">Nothing</span>,
  },
]

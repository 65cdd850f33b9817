import type { ApiKey } from '../../../contract/console.ts'
import { currentProject } from '../../lib/project.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import type { Column } from '../../ui/table.tsx'
import { ExpiryNote } from './expiry-note.tsx'
import { KeyRowMenu } from './key-row-menu.tsx'
import { ScopesNote } from './scopes-note.tsx'

export const keyColumns: readonly Column<ApiKey>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ $id, name }) => (
      <RowLink to="/p/$projectId/settings/keys/$keyId" params={{ projectId: currentProject(), keyId: $id }}>
        {name}
      </RowLink>
    ),
  },
  {
    id: 'hint',
    header: 'Begins with',
    width: '148px',
    cell: ({ hint }) => <code className="font-mono text-xs text-quiet">{hint}…</code>,
  },
  {
    id: 'scopes',
    header: 'May do',
    width: '25%',
    cell: (apiKey) => <ScopesNote apiKey={apiKey} />,
  },
  {
    id: 'expires',
    header: 'Expires',
    width: '112px',
    cell: (apiKey) => <ExpiryNote apiKey={apiKey} />,
  },
  {
    id: 'used',
    header: 'Last used',
    width: '92px',
    cell: ({ lastUsedAt }) =>
      lastUsedAt ? <RelativeTime at={lastUsedAt} /> : <span className="text-quiet">Never</span>,
  },
  actionsColumn((apiKey) => <KeyRowMenu apiKey={apiKey} />),
]

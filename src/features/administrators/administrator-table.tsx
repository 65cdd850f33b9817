import type { ListedAdministrator } from '../../../contract/console.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { Badge } from '../../ui/badge.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table.tsx'
import { roleWords } from '../session/role-words.ts'
import { useSession } from '../session/use-session.ts'
import { administratorName } from './administrator-queries.ts'
import { AdministratorRowMenu } from './administrator-row-menu.tsx'

export const administratorColumns: readonly Column<ListedAdministrator>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (administrator) => <Name administrator={administrator} />,
  },
  {
    id: 'email',
    header: 'E-mail address',
    width: '32%',
    cell: ({ email }) => email,
  },
  {
    id: 'role',
    header: 'Role',
    width: '104px',
    cell: ({ role }) => <span title={roleWords[role].help}>{roleWords[role].label}</span>,
  },
  {
    id: 'signedIn',
    header: 'Last sign-in',
    width: '128px',
    cell: ({ lastSignedInAt }) =>
      lastSignedInAt ? <RelativeTime at={lastSignedInAt} /> : <span className="text-quiet">Never</span>,
  },
  actionsColumn((administrator) => <AdministratorRowMenu administrator={administrator} />),
]

function Name({ administrator }: { administrator: ListedAdministrator }) {
  const isOneself = useSession().administrator.$id === administrator.$id
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="min-w-0 truncate font-strong">{administratorName(administrator)}</span>
      {isOneself && <Badge tone="neutral">You</Badge>}
    </span>
  )
}

import { lazy } from 'react'
import type { ChannelType } from '../../../contract/resource.ts'
import type { User } from '../../../contract/users.ts'
import { currentProject } from '../../lib/project.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { Badge } from '../../ui/badge.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import { RowMenu } from '../../ui/row-menu.tsx'
import type { Column } from '../../ui/table.tsx'
import { personName } from './person-name.ts'

const OpenPersonMenu = lazy(async () => {
  const { OpenPersonMenu } = await import('./open-person-menu.tsx')
  return { default: OpenPersonMenu }
})

export const peopleColumns: readonly Column<User>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (user) => (
      <RowLink to="/p/$projectId/people/$userId" params={{ projectId: currentProject(), userId: user.$id }}>
        {personName(user)}
      </RowLink>
    ),
  },
  {
    id: 'state',
    header: 'State',
    hideHeader: true,
    width: '112px',
    narrow: 'beside',
    cell: ({ status }) => (status ? null : <Badge tone="cancelled">Blocked</Badge>),
  },
  {
    id: 'email',
    header: 'E-mail address',
    width: '25%',
    sortable: true,
    cell: (user) => <Identifiers user={user} type="email" own={user.email} />,
  },
  {
    id: 'phone',
    header: 'Number',
    width: '152px',
    cell: (user) => <Identifiers user={user} type="sms" own={user.phone} />,
  },
  {
    id: 'devices',
    header: 'Devices',
    width: '88px',
    align: 'end',
    cell: ({ targets }) => {
      const devices = targets.filter(({ providerType }) => providerType === 'push').length
      return devices === 0 ? null : devices.toLocaleString()
    },
  },
  {
    id: 'added',
    header: 'Added',
    width: '120px',
    sortable: true,
    wideOnly: true,
    narrow: 'hidden',
    cell: ({ $createdAt }) => <RelativeTime at={$createdAt} />,
  },
  actionsColumn((user) => (
    <RowMenu of={personName(user)}>{(trigger) => <OpenPersonMenu user={user} trigger={trigger} />}</RowMenu>
  )),
]

/** The person's own, or the first where messages go; and how many more there are. */
function Identifiers({ user, type, own }: { user: User; type: ChannelType; own: string }) {
  const others = user.targets
    .filter(({ providerType, identifier }) => providerType === type && identifier !== own)
    .map(({ identifier }) => identifier)
  const [first, ...more] = own ? [own, ...others] : others
  if (!first) return null
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="min-w-0 truncate">{first}</span>
      {more.length > 0 && (
        <span className="shrink-0 text-quiet" title={more.join(', ')}>
          +{more.length}
        </span>
      )}
    </span>
  )
}

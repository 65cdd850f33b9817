import { useNavigate } from '@tanstack/react-router'
import type { Invitation } from '../../../contract/console.ts'
import { currentProject } from '../../lib/project.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { Button } from '../../ui/button.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table.tsx'
import { roleWords } from '../session/role-words.ts'

export const invitationColumns: readonly Column<Invitation>[] = [
  {
    id: 'email',
    header: 'E-mail address',
    cell: ({ email }) => <span className="font-strong">{email}</span>,
  },
  {
    id: 'by',
    header: 'Invited by',
    width: '24%',
    cell: ({ invitedBy }) => invitedBy || <span className="text-quiet">Somebody who is gone</span>,
  },
  { id: 'role', header: 'Role', width: '104px', cell: ({ role }) => roleWords[role].label },
  {
    id: 'expires',
    header: 'Link ends',
    width: '112px',
    cell: ({ expiresAt }) => <RelativeTime at={expiresAt} />,
  },
  actionsColumn((invitation) => <Withdraw invitation={invitation} />, '136px'),
]

function Withdraw({ invitation: { $id, email } }: { invitation: Invitation }) {
  const navigate = useNavigate()
  return (
    <Button
      size="sm"
      onClick={() =>
        navigate({
          to: '/p/$projectId/settings/administrators',
          params: { projectId: currentProject() },
          search: { withdraw: $id },
          resetScroll: false,
        })
      }
    >
      Withdraw<span className="sr-only"> the invitation for {email}</span>
    </Button>
  )
}

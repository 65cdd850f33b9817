import Ban from 'lucide-react/icons/ban'
import CircleCheck from 'lucide-react/icons/circle-check'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Trash from 'lucide-react/icons/trash-2'
import type { User } from '../../../contract/users.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { useBlocking } from './use-blocking.ts'

/** What is done seldom. */
export function PersonMenu({ user, onDelete }: { user: User; onDelete: () => void }) {
  const { setStatus, isPending } = useBlocking()
  return (
    <Menu trigger={<IconButton label="More actions" size="md" icon={<Ellipsis aria-hidden="true" />} />}>
      <MenuItem
        icon={user.status ? <Ban /> : <CircleCheck />}
        blocked={isPending && 'One moment'}
        onSelect={() => setStatus({ user, status: !user.status })}
      >
        {user.status ? 'Block' : 'Unblock'}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash />} danger onSelect={onDelete}>
        Delete…
      </MenuItem>
    </Menu>
  )
}

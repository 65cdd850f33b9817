import { useNavigate } from '@tanstack/react-router'
import Ban from 'lucide-react/icons/ban'
import CircleCheck from 'lucide-react/icons/circle-check'
import ExternalLink from 'lucide-react/icons/external-link'
import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import type { ReactElement } from 'react'
import type { User } from '../../../contract/users.ts'
import { currentProject } from '../../lib/project.ts'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx'
import { useMay } from '../session/use-session.ts'
import { peopleListPlace } from './people-list-place.ts'
import type { PeopleSearch } from './people-search.ts'
import { useBlocking } from './use-blocking.ts'

export interface OpenPersonMenuProps {
  user: User
  trigger: ReactElement
}

/** The menu of a row, open from the start. */
export function OpenPersonMenu({ user, trigger }: OpenPersonMenuProps) {
  const mayChange = useMay('editor')
  const { setStatus } = useBlocking()
  const navigate = useNavigate()
  const params = { projectId: currentProject() }
  const open = (dialog: Partial<PeopleSearch>) =>
    navigate({
      to: '/p/$projectId/people',
      params,
      // The list is what stands below it: its filters and its page stay.
      search: { ...peopleListPlace.last(), ...dialog },
      resetScroll: false,
    })
  return (
    <Menu startsOpen trigger={trigger}>
      <MenuLink
        to="/p/$projectId/people/$userId"
        params={{ ...params, userId: user.$id }}
        icon={<ExternalLink />}
      >
        Open
      </MenuLink>
      {mayChange && (
        <>
          <MenuItem icon={<Pencil />} onSelect={() => open({ edit: user.$id })}>
            Edit…
          </MenuItem>
          <MenuItem
            icon={user.status ? <Ban /> : <CircleCheck />}
            onSelect={() => setStatus({ user, status: !user.status })}
          >
            {user.status ? 'Block' : 'Unblock'}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash />} danger onSelect={() => open({ remove: user.$id })}>
            Delete…
          </MenuItem>
        </>
      )}
    </Menu>
  )
}

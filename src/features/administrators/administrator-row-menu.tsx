import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import Ellipsis from 'lucide-react/icons/ellipsis'
import KeyRound from 'lucide-react/icons/key-round'
import UserCog from 'lucide-react/icons/user-cog'
import UserMinus from 'lucide-react/icons/user-minus'
import type { ListedAdministrator } from '../../../contract/console.ts'
import { currentProject } from '../../lib/project.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx'
import { useSession } from '../session/use-session.ts'
import { administratorName, administratorQueries } from './administrator-queries.ts'
import type { AdministratorsSearch } from './administrators-search.ts'

export function AdministratorRowMenu({ administrator }: { administrator: ListedAdministrator }) {
  const navigate = useNavigate()
  const isOneself = useSession().administrator.$id === administrator.$id
  const { data } = useQuery(administratorQueries.list())
  const owners = data?.administrators.filter(({ role }) => role === 'owner') ?? []
  const isLastOwner = administrator.role === 'owner' && owners.length === 1 && 'Somebody has to be an owner'
  const params = { projectId: currentProject() }
  const open = (search: AdministratorsSearch) =>
    navigate({ to: '/p/$projectId/settings/administrators', params, search, resetScroll: false })
  return (
    <Menu
      trigger={
        <IconButton
          label={`Actions for ${administratorName(administrator)}`}
          icon={<Ellipsis aria-hidden="true" />}
        />
      }
    >
      <MenuItem icon={<UserCog />} blocked={isLastOwner} onSelect={() => open({ role: administrator.$id })}>
        Change role…
      </MenuItem>
      {isOneself ? (
        <MenuLink to="/p/$projectId/settings/account" params={params} icon={<KeyRound />}>
          Your account
        </MenuLink>
      ) : (
        <MenuItem icon={<KeyRound />} onSelect={() => open({ reset: administrator.$id })}>
          Make a password link…
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem
        icon={<UserMinus />}
        danger
        blocked={isLastOwner}
        onSelect={() => open({ remove: administrator.$id })}
      >
        Remove…
      </MenuItem>
    </Menu>
  )
}

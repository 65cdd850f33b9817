import { useNavigate } from '@tanstack/react-router'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import type { ApiKey } from '../../../contract/console.ts'
import { currentProject } from '../../lib/project.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx'

export function KeyRowMenu({ apiKey: { $id, name } }: { apiKey: ApiKey }) {
  const navigate = useNavigate()
  const params = { projectId: currentProject() }
  return (
    <Menu trigger={<IconButton label={`Actions for ${name}`} icon={<Ellipsis aria-hidden="true" />} />}>
      <MenuLink to="/p/$projectId/settings/keys/$keyId" params={{ ...params, keyId: $id }} icon={<Pencil />}>
        Edit
      </MenuLink>
      <MenuSeparator />
      <MenuItem
        icon={<Trash />}
        danger
        onSelect={() =>
          navigate({
            to: '/p/$projectId/settings/keys',
            params,
            search: { revoke: $id },
            resetScroll: false,
          })
        }
      >
        Revoke…
      </MenuItem>
    </Menu>
  )
}

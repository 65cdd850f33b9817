import { useNavigate } from '@tanstack/react-router'
import Ellipsis from 'lucide-react/icons/ellipsis'
import PackageCheck from 'lucide-react/icons/package-check'
import Pencil from 'lucide-react/icons/pencil'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import Trash from 'lucide-react/icons/trash-2'
import type { Target } from '../../../contract/targets.ts'
import { currentProject } from '../../lib/project.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx'
import { useMay } from '../session/use-session.ts'
import type { TargetSearch } from './target-search.ts'
import { targetTitle } from './target-title.ts'
import { useReviving } from './use-reviving.ts'

export function TargetRowMenu({ target }: { target: Target }) {
  const mayChange = useMay('editor')
  const navigate = useNavigate()
  const { revive } = useReviving(target)
  const open = (search: TargetSearch) =>
    navigate({ to: '.', search: (before) => ({ ...before, ...search }), resetScroll: false })
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${targetTitle(target)}`} icon={<Ellipsis aria-hidden="true" />} />
      }
    >
      <MenuLink
        to="/p/$projectId/people/$userId/deliveries"
        params={{ projectId: currentProject(), userId: target.userId }}
        search={{ target: target.$id }}
        icon={<PackageCheck />}
      >
        What it got
      </MenuLink>
      {mayChange && (
        <>
          <MenuItem icon={<Pencil />} onSelect={() => open({ change: target.$id })}>
            Edit…
          </MenuItem>
          {target.expired && (
            <MenuItem icon={<RotateCcw />} onSelect={revive}>
              Make active again
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem icon={<Trash />} danger onSelect={() => open({ remove: target.$id })}>
            Delete…
          </MenuItem>
        </>
      )}
    </Menu>
  )
}

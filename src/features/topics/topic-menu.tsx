import Ellipsis from 'lucide-react/icons/ellipsis'
import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'

/** What is done seldom. */
export function TopicMenu({ onEdit, onDelete }: { onEdit: () => void; onDelete: () => void }) {
  return (
    <Menu trigger={<IconButton label="More actions" size="md" icon={<Ellipsis aria-hidden="true" />} />}>
      <MenuItem icon={<Pencil />} hint="e" onSelect={onEdit}>
        Edit…
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash />} danger onSelect={onDelete}>
        Delete…
      </MenuItem>
    </Menu>
  )
}

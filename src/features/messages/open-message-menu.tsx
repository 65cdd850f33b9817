import { useNavigate } from '@tanstack/react-router'
import ExternalLink from 'lucide-react/icons/external-link'
import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import type { ReactElement } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx'
import { useMay } from '../session/use-session.ts'
import { messageListPlace } from './message-list-place.ts'
import { isEditable, isWrittenHere } from './message-state.ts'

export interface OpenMessageMenuProps {
  message: Message
  trigger: ReactElement
}

/** The menu of a row, open from the start. */
export function OpenMessageMenu({ message, trigger }: OpenMessageMenuProps) {
  const navigate = useNavigate()
  const mayDelete = useMay(message.status === 'draft' ? 'author' : 'editor')
  const mayEdit = useMay(message.status === 'draft' ? 'author' : 'editor')
  const projectId = currentProject()
  const params = { projectId, messageId: message.$id }
  const askToDelete = () =>
    navigate({
      to: '/p/$projectId/messages',
      params: { projectId },
      // The list is what stands below it: its filters and its page stay.
      search: { ...messageListPlace.last(), remove: message.$id },
      resetScroll: false,
    })
  return (
    <Menu startsOpen trigger={trigger}>
      <MenuLink to="/p/$projectId/messages/$messageId" params={params} icon={<ExternalLink />}>
        Open
      </MenuLink>
      {mayEdit && isEditable(message) && isWrittenHere(message) && (
        <MenuLink to="/p/$projectId/messages/$messageId/edit" params={params} icon={<Pencil />}>
          Edit
        </MenuLink>
      )}
      {mayDelete && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Trash />} danger onSelect={askToDelete}>
            Delete…
          </MenuItem>
        </>
      )}
    </Menu>
  )
}

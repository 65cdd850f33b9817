import Ellipsis from 'lucide-react/icons/ellipsis'
import ExternalLink from 'lucide-react/icons/external-link'
import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import { useState } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx'
import { useMay } from '../session/use-session.ts'
import { DeleteMessageDialog } from './delete-message-dialog.tsx'
import { isEditable, messageTitle } from './message-state.ts'

export function MessageRowMenu({ message }: { message: Message }) {
  const [isDeleting, setDeleting] = useState(false)
  const mayDelete = useMay(message.status === 'draft' ? 'author' : 'editor')
  const mayEdit = useMay(message.status === 'draft' ? 'author' : 'editor')
  const params = { projectId: currentProject(), messageId: message.$id }
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`Actions for ${messageTitle(message)}`} icon={<Ellipsis aria-hidden="true" />} />
        }
      >
        <MenuLink to="/p/$projectId/messages/$messageId" params={params} icon={<ExternalLink />}>
          Open
        </MenuLink>
        {mayEdit && isEditable(message) && message.providerType === 'email' && (
          <MenuLink to="/p/$projectId/messages/$messageId/edit" params={params} icon={<Pencil />}>
            Edit
          </MenuLink>
        )}
        {mayDelete && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash />} danger onSelect={() => setDeleting(true)}>
              Delete…
            </MenuItem>
          </>
        )}
      </Menu>
      {isDeleting && <DeleteMessageDialog message={message} onClose={() => setDeleting(false)} />}
    </>
  )
}

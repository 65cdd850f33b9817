import Ellipsis from 'lucide-react/icons/ellipsis'
import Send from 'lucide-react/icons/send'
import Trash from 'lucide-react/icons/trash-2'
import type { Message } from '../../../contract/messages.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { useMay } from '../session/use-session.ts'
import type { MessagePageSearch } from './message-search.ts'
import { hasEnded, messageState } from './message-state.ts'

export interface MessageMenuProps {
  message: Message
  onDialog: (dialog: MessagePageSearch['dialog']) => void
}

/** What is done seldom. */
export function MessageMenu({ message, onDialog }: MessageMenuProps) {
  const mayDelete = useMay(message.status === 'draft' ? 'author' : 'editor')
  const maySend = useMay('editor')
  const { counts } = message.delivery
  const hasRest = hasEnded(message) && counts.cancelled > 0
  const state = messageState(message)
  if (!mayDelete) return null
  return (
    <Menu trigger={<IconButton label="More actions" size="md" icon={<Ellipsis aria-hidden="true" />} />}>
      {maySend && state === 'scheduled' && (
        <MenuItem icon={<Send />} onSelect={() => onDialog('sendNow')}>
          Send now…
        </MenuItem>
      )}
      {maySend && hasRest && (
        <MenuItem icon={<Send />} onSelect={() => onDialog('retryCancelled')}>
          Send to the {counts.cancelled.toLocaleString()} cancelled…
        </MenuItem>
      )}
      {maySend && (state === 'scheduled' || hasRest) && <MenuSeparator />}
      <MenuItem icon={<Trash />} danger onSelect={() => onDialog('delete')}>
        Delete…
      </MenuItem>
    </Menu>
  )
}

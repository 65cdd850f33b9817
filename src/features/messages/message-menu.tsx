import { useNavigate } from '@tanstack/react-router'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Send from 'lucide-react/icons/send'
import Trash from 'lucide-react/icons/trash-2'
import { Suspense, useState } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { useMay } from '../session/use-session.ts'
import { DeleteMessageDialog, RetryDialog, SendNowDialog } from './message-dialogs.ts'
import { messageListPlace } from './message-list-place.ts'
import { messageState } from './message-state.ts'

type Dialog = 'delete' | 'sendNow' | 'rest'

/** What is done seldom. */
export function MessageMenu({ message }: { message: Message }) {
  const [dialog, setDialog] = useState<Dialog>()
  const mayDelete = useMay(message.status === 'draft' ? 'author' : 'editor')
  const maySend = useMay('editor')
  const navigate = useNavigate()
  const close = () => setDialog(undefined)
  const { counts, phase } = message.delivery
  const hasRest = (phase === 'cancelled' || phase === 'done') && counts.cancelled > 0
  const state = messageState(message)
  if (!mayDelete) return null
  return (
    <>
      <Menu trigger={<IconButton label="More actions" size="md" icon={<Ellipsis aria-hidden="true" />} />}>
        {maySend && state === 'scheduled' && (
          <MenuItem icon={<Send />} onSelect={() => setDialog('sendNow')}>
            Send now…
          </MenuItem>
        )}
        {maySend && hasRest && (
          <MenuItem icon={<Send />} onSelect={() => setDialog('rest')}>
            Send to the {counts.cancelled.toLocaleString()} cancelled…
          </MenuItem>
        )}
        {maySend && (state === 'scheduled' || hasRest) && <MenuSeparator />}
        <MenuItem icon={<Trash />} danger onSelect={() => setDialog('delete')}>
          Delete…
        </MenuItem>
      </Menu>
      <Suspense>
        {dialog === 'delete' && (
          <DeleteMessageDialog
            message={message}
            onClose={close}
            onDeleted={() =>
              navigate({
                to: '/p/$projectId/messages',
                params: { projectId: currentProject() },
                search: messageListPlace.last(),
                replace: true,
              })
            }
          />
        )}
        {dialog === 'sendNow' && <SendNowDialog message={message} onClose={close} />}
        {dialog === 'rest' && <RetryDialog message={message} status="cancelled" onClose={close} />}
      </Suspense>
    </>
  )
}

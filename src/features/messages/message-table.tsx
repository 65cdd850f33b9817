import { lazy } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import { RowMenu } from '../../ui/row-menu.tsx'
import type { Column } from '../../ui/table.tsx'
import { MessageBadge } from './message-badge.tsx'
import { relevantTime, testShare } from './message-state.ts'
import { messageSubtitle, messageTitle } from './message-title.ts'

const OpenMessageMenu = lazy(async () => {
  const { OpenMessageMenu } = await import('./open-message-menu.tsx')
  return { default: OpenMessageMenu }
})

export const messageColumns: readonly Column<Message>[] = [
  {
    id: 'name',
    header: 'Message',
    cell: (message) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <ChannelIcon channel={message.providerType} className="shrink-0" />
        <span className="min-w-0 truncate max-sm:whitespace-normal">
          <RowLink
            to="/p/$projectId/messages/$messageId"
            params={{ projectId: currentProject(), messageId: message.$id }}
          >
            {messageTitle(message)}
          </RowLink>
          <span className="ml-2 text-quiet max-sm:hidden">{messageSubtitle(message)}</span>
        </span>
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '192px',
    narrow: 'beside',
    cell: (message) => <MessageBadge message={message} />,
  },
  {
    id: 'recipients',
    header: 'Recipients',
    width: '160px',
    align: 'end',
    cell: (message) => <Recipients message={message} />,
  },
  {
    id: 'when',
    header: 'When',
    hideHeader: true,
    width: '168px',
    cell: (message) => {
      const { at, what } = relevantTime(message)
      return (
        <>
          <span className="text-quiet">{what} </span>
          <RelativeTime at={at} />
        </>
      )
    },
  },
  {
    id: 'menu',
    header: 'Actions',
    hideHeader: true,
    width: '56px',
    align: 'end',
    narrow: 'beside',
    cell: (message) => (
      <RowMenu of={messageTitle(message)}>
        {(trigger) => <OpenMessageMenu message={message} trigger={trigger} />}
      </RowMenu>
    ),
  },
]

function Recipients({ message }: { message: Message }) {
  const { total } = message.delivery
  if (total === 0) return null
  return (
    <>
      {testShare(message) !== 'none' && <span className="mr-2 text-xs text-quiet">Test inbox</span>}
      {total.toLocaleString()}
    </>
  )
}

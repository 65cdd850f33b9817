import { lazy } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowMenu } from '../../ui/row-menu.tsx'
import type { Column } from '../../ui/table.tsx'
import { MessageBadge } from './message-badge.tsx'
import { MessageName } from './message-name.tsx'
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
    cell: (message) => <MessageName message={message} subtitle={messageSubtitle(message)} />,
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
  actionsColumn((message) => (
    <RowMenu of={messageTitle(message)}>
      {(trigger) => <OpenMessageMenu message={message} trigger={trigger} />}
    </RowMenu>
  )),
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

import { lazy } from 'react'
import type { Topic } from '../../../contract/topics.ts'
import { currentProject } from '../../lib/project.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import { RowMenu } from '../../ui/row-menu.tsx'
import type { Column } from '../../ui/table.tsx'
import { subscribeWords } from './subscribe-words.ts'

const OpenTopicMenu = lazy(async () => {
  const { OpenTopicMenu } = await import('./open-topic-menu.tsx')
  return { default: OpenTopicMenu }
})

export const topicColumns: readonly Column<Topic>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: ({ $id, name, description }) => (
      <>
        <RowLink to="/p/$projectId/topics/$topicId" params={{ projectId: currentProject(), topicId: $id }}>
          {name}
        </RowLink>{' '}
        {description && (
          <span className="ml-1 text-quiet" title={description}>
            {description}
          </span>
        )}
      </>
    ),
  },
  total('email', 'Addresses', 'emailTotal'),
  total('sms', 'Numbers', 'smsTotal'),
  total('push', 'Devices', 'pushTotal'),
  {
    id: 'open',
    header: 'Who may subscribe',
    width: '18%',
    wideOnly: true,
    cell: ({ subscribe }) => subscribeWords(subscribe),
  },
  {
    id: 'created',
    header: 'Created',
    width: '112px',
    sortable: true,
    narrow: 'hidden',
    cell: ({ $createdAt }) => <RelativeTime at={$createdAt} />,
  },
  actionsColumn((topic) => (
    <RowMenu of={topic.name}>{(trigger) => <OpenTopicMenu topic={topic} trigger={trigger} />}</RowMenu>
  )),
]

function total(
  id: string,
  header: string,
  attribute: 'emailTotal' | 'smsTotal' | 'pushTotal',
): Column<Topic> {
  return {
    id,
    header,
    width: '112px',
    align: 'end',
    sortable: true,
    cell: ({ [attribute]: count }) =>
      count === 0 ? <span className="text-quiet">0</span> : count.toLocaleString(),
  }
}

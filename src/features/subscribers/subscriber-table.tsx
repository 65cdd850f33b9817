import { Link } from '@tanstack/react-router'
import X from 'lucide-react/icons/x'
import type { Subscriber } from '../../../contract/subscribers.ts'
import { useIsPanelRouteOpen } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { Badge } from '../../ui/badge.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import type { Column } from '../../ui/table.tsx'
import { useUnsubscribing } from '../subscriptions/use-unsubscribing.ts'
import { subscriberTitle } from './subscriber-title.ts'

export function subscriberColumns(topicName: string, mayChange: boolean): readonly Column<Subscriber>[] {
  return [
    {
      id: 'target',
      header: 'Subscriber',
      cell: (subscriber) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <ChannelIcon channel={subscriber.providerType} className="shrink-0" />
          <span className="min-w-0 truncate max-sm:whitespace-normal max-sm:wrap-anywhere">
            <ToSheet subscriber={subscriber} />
          </span>
        </span>
      ),
    },
    {
      id: 'state',
      header: 'State',
      hideHeader: true,
      width: '116px',
      narrow: 'beside',
      cell: ({ target }) => (target.expired ? <Badge tone="skipped">Expired</Badge> : null),
    },
    { id: 'person', header: 'Person', width: '30%', cell: (subscriber) => <Person of={subscriber} /> },
    {
      id: 'since',
      header: 'Since',
      width: '120px',
      sortable: true,
      cell: ({ $createdAt }) => <RelativeTime at={$createdAt} />,
    },
    ...(mayChange
      ? [actionsColumn((subscriber: Subscriber) => <Remove subscriber={subscriber} topicName={topicName} />)]
      : []),
  ]
}

function ToSheet({ subscriber }: { subscriber: Subscriber }) {
  const { topicId, $id: subscriberId } = subscriber
  const isOpen = useIsPanelRouteOpen('subscriberId')
  return (
    <RowLink
      to="/p/$projectId/topics/$topicId/subscribers/$subscriberId"
      params={{ projectId: currentProject(), topicId, subscriberId }}
      search={(before: object) => before}
      replace={isOpen}
      resetScroll={false}
    >
      {subscriberTitle(subscriber)}
    </RowLink>
  )
}

function Person({ of: { userId, userName } }: { of: Subscriber }) {
  return (
    <Link
      to="/p/$projectId/people/$userId"
      params={{ projectId: currentProject(), userId }}
      className="relative z-1 underline decoration-line underline-offset-3 hover:decoration-current"
    >
      {userName || userId}
    </Link>
  )
}

function Remove({ subscriber, topicName }: { subscriber: Subscriber; topicName: string }) {
  const { unsubscribe, isPending } = useUnsubscribing(subscriber, topicName)
  return (
    <IconButton
      label={`Unsubscribe ${subscriberTitle(subscriber)}`}
      icon={<X aria-hidden="true" />}
      pending={isPending}
      onClick={unsubscribe}
    />
  )
}

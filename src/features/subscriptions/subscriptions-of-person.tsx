import { useQuery } from '@tanstack/react-query'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { lazy, Suspense, useMemo } from 'react'
import type { Subscriber } from '../../../contract/subscribers.ts'
import type { User } from '../../../contract/users.ts'
import { firstPage } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { Button } from '../../ui/button.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import type { Column } from '../../ui/table.tsx'
import { useMay } from '../session/use-session.ts'
import { topicQueries } from '../topics/topic-queries.ts'
import { subscriptionQueries } from './subscription-queries.ts'
import type { SubscriptionSearch } from './subscription-search.ts'
import { useUnsubscribing } from './use-unsubscribing.ts'

const AddToTopicDialog = lazy(async () => {
  const { AddToTopicDialog } = await import('./add-to-topic-dialog.tsx')
  return { default: AddToTopicDialog }
})

export interface SubscriptionsOfPersonProps {
  user: User
  search: SubscriptionSearch
  onSearch: (search: SubscriptionSearch) => void
}

/** The topics that a person is in, and by which of the targets. */
export function SubscriptionsOfPerson({ user, search, onSearch }: SubscriptionsOfPersonProps) {
  const { add: isAdding, ...place } = search
  const query = useQuery(subscriptionQueries.ofPerson(user.$id, place))
  const list = useListPage(query, ({ subscribers }) => subscribers, place)
  const { rows = [] } = list
  const mayChange = useMay('editor')
  const columns = useSubscriptionColumns(rows, mayChange)
  const closeDialog = useClosePanel<SubscriptionSearch>('add')
  const add = mayChange && (
    <Button
      icon={<Plus aria-hidden="true" />}
      blocked={user.targets.length === 0 && 'Add an address, number or device first'}
      onClick={() => onSearch({ ...place, add: true })}
    >
      Add to a topic
    </Button>
  )

  return (
    <>
      {rows.length > 0 && add && <div className="mb-4 flex justify-end">{add}</div>}
      <PagedTable
        label="Subscriptions"
        columns={columns}
        list={list}
        onPage={(to) => onSearch({ ...place, ...firstPage, ...to })}
        compact
        empty={
          <EmptyState drawing="bell" title="In no topic yet" action={add}>
            Messages to a topic reach everybody who is in it. The topics of this person are listed here.
          </EmptyState>
        }
        words={{
          failed: 'The subscriptions could not be loaded',
          lost: 'The subscription it began at has been removed.',
          gone: 'What was on it has been removed.',
        }}
      />
      <Suspense>{isAdding && mayChange && <AddToTopicDialog user={user} onClose={closeDialog} />}</Suspense>
    </>
  )
}

function useSubscriptionColumns(
  rows: readonly Subscriber[],
  mayChange: boolean,
): readonly Column<Subscriber>[] {
  const ids = [...new Set(rows.map(({ topicId }) => topicId))]
  const { data } = useQuery(topicQueries.byIds(ids))
  return useMemo(() => {
    const names = new Map(data?.topics.map(({ $id, name }) => [$id, name]))
    const nameOf = ({ topicId }: Subscriber) => names.get(topicId) ?? topicId
    return [
      {
        id: 'topic',
        header: 'Topic',
        cell: (row) => (
          <RowLink
            to="/p/$projectId/topics/$topicId"
            params={{ projectId: currentProject(), topicId: row.topicId }}
          >
            {nameOf(row)}
          </RowLink>
        ),
      },
      {
        id: 'target',
        header: 'By',
        width: '40%',
        cell: ({ target }) => (
          <span className="flex min-w-0 items-center gap-2.5">
            <ChannelIcon channel={target.providerType} className="shrink-0" />
            <span className="min-w-0 truncate">
              {target.providerType === 'push' ? target.name || target.identifier : target.identifier}
            </span>
          </span>
        ),
      },
      {
        id: 'since',
        header: 'Since',
        width: '120px',
        cell: ({ $createdAt }) => <RelativeTime at={$createdAt} />,
      },
      ...(mayChange
        ? [actionsColumn((row: Subscriber) => <Remove subscriber={row} topicName={nameOf(row)} />)]
        : []),
    ]
  }, [data, mayChange])
}

function Remove({ subscriber, topicName }: { subscriber: Subscriber; topicName: string }) {
  const { unsubscribe, isPending } = useUnsubscribing(subscriber, topicName)
  return (
    <IconButton
      label={`Remove from “${topicName}”`}
      icon={<X aria-hidden="true" />}
      pending={isPending}
      onClick={unsubscribe}
    />
  )
}

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import Plus from 'lucide-react/icons/plus'
import { lazy, Suspense, useEffect } from 'react'
import type { Topic } from '../../../contract/topics.ts'
import { firstPage } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { Button } from '../../ui/button.tsx'
import { type ListFilter, ListFilters } from '../../ui/list-filters.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { toast } from '../../ui/toasts.ts'
import { useProjectZone } from '../projects/project-zone.ts'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { DeleteTopicDialog, EditTopicDialog, NewTopicDialog } from './topic-dialogs.ts'
import { topicListPlace } from './topic-list-place.ts'
import { topicQueries } from './topic-queries.ts'
import { type TopicsFilter, type TopicsSearch, topicOrder } from './topic-search.ts'
import { topicColumns } from './topic-table.tsx'

const NoTopics = lazy(async () => {
  const { NoTopics } = await import('./no-topics.tsx')
  return { default: NoTopics }
})

const filtersIn = (zone: string): ListFilter<TopicsFilter>[] => [
  {
    key: 'reach',
    label: 'Reaches',
    words: { email: 'E-mail addresses', sms: 'Numbers', push: 'Devices', nobody: 'Nobody' },
  },
  {
    key: 'open',
    label: 'Who may subscribe',
    words: {
      users: 'Signed-in users',
      verified: 'Verified users',
      roles: 'Other roles',
      nobody: 'Nobody',
    },
  },
  { days: 'Created', zone },
]

export interface TopicsPageProps {
  search: TopicsSearch
  onSearch: (search: TopicsSearch) => void
}

export function TopicsPage({ search, onSearch }: TopicsPageProps) {
  const { add, edit, remove, ...filter } = search
  const zone = useProjectZone()
  const list = useListPage(useQuery(topicQueries.list(filter, zone)), ({ topics }) => topics, filter)
  const mayChange = useMay('editor')
  const tellAdded = useAddedToast()

  useEffect(() => topicListPlace.remember(filter))

  const narrow = (change: TopicsFilter) => onSearch({ ...filter, ...firstPage, ...change })
  const addTopic = () => onSearch({ ...filter, add: true })
  const closeDialog = useClosePanel<TopicsSearch>('add', 'edit', 'remove')
  useShortcuts('Topics', mayChange ? [{ keys: 'c', label: 'Add a topic', run: addTopic }] : [])

  return (
    <Page width="full">
      <PageHeader
        title="Topics"
        action={
          mayChange &&
          // None to look through yet: the one action stands in the middle.
          !list.isUnused && (
            <Button variant="primary" icon={<Plus aria-hidden="true" />} hint="c" onClick={addTopic}>
              Add a topic
            </Button>
          )
        }
      />
      {!list.isUnused && (
        <ListFilters
          filters={filtersIn(zone)}
          search={filter}
          onNarrow={narrow}
          searchLabel="Search topics"
        />
      )}
      <PagedTable
        label="Topics"
        columns={topicColumns}
        list={list}
        onPage={narrow}
        sort={topicOrder.shown(filter.order)}
        onSort={(column) => narrow({ order: topicOrder.pressed(filter.order, column) })}
        empty={<NoTopics search={filter} onSearch={onSearch} onAdd={mayChange ? addTopic : undefined} />}
        words={{
          failed: 'The topics could not be loaded',
          lost: 'The topic it began at has been deleted.',
          gone: 'The topics that were on it have been deleted.',
        }}
      />
      <Suspense>
        {add && mayChange && (
          <NewTopicDialog
            onClose={closeDialog}
            onAdded={(topic) => {
              tellAdded(topic)
              void closeDialog()
            }}
          />
        )}
        {edit && mayChange && <EditTopicDialog topicId={edit} onClose={closeDialog} />}
        {remove && mayChange && <DeleteTopicDialog topicId={remove} onClose={closeDialog} />}
      </Suspense>
    </Page>
  )
}

function useAddedToast() {
  const navigate = useNavigate()
  return ({ $id, name }: Topic) =>
    toast({
      title: `“${name}” is added`,
      tone: 'good',
      actions: [
        {
          label: 'Open',
          onSelect: () =>
            navigate({
              to: '/p/$projectId/topics/$topicId',
              params: { projectId: currentProject(), topicId: $id },
            }),
        },
      ],
    })
}

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import Plus from 'lucide-react/icons/plus'
import { lazy, Suspense, useEffect } from 'react'
import type { Topic } from '../../../contract/topics.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { dayRangeText } from '../../lib/day-range.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { viewerZone } from '../../lib/time.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { Button } from '../../ui/button.tsx'
import { DayRangeFilter } from '../../ui/day-range-filter.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FacetFilter } from '../../ui/facet-filter.tsx'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toasts.ts'
import { useProject } from '../projects/use-project.ts'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { DeleteTopicDialog, EditTopicDialog, NewTopicDialog } from './topic-dialogs.ts'
import { rememberTopicList } from './topic-list-place.ts'
import { topicQueries } from './topic-queries.ts'
import {
  isNarrowed,
  type TopicOpening,
  type TopicReach,
  type TopicsSearch,
  topicOrder,
} from './topic-search.ts'
import { topicColumns } from './topic-table.tsx'

const reachWords: Record<TopicReach, string> = {
  email: 'E-mail addresses',
  sms: 'Numbers',
  push: 'Devices',
  nobody: 'Nobody',
}
const openingWords: Record<TopicOpening, string> = {
  users: 'Signed-in users',
  verified: 'Verified users',
  roles: 'Other roles',
  nobody: 'Nobody',
}
const optionsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))
const reachOptions = optionsOf(reachWords)
const openingOptions = optionsOf(openingWords)

const NoTopics = lazy(async () => {
  const { NoTopics } = await import('./no-topics.tsx')
  return { default: NoTopics }
})

export interface TopicsPageProps {
  search: TopicsSearch
  onSearch: (search: TopicsSearch) => void
}

export function TopicsPage({ search, onSearch }: TopicsPageProps) {
  const { add, edit, remove, ...filter } = search
  const { q = '', reach = [], open: opening = [], order, size = defaultPageSize } = filter
  const zone = useProject().timeZone || viewerZone()
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(topicQueries.list(filter, zone))
  const mayChange = useMay('editor')
  const known = useLastKnown(data)
  const page = known && cutPage(known.topics, filter)
  const isFirst = filter.after === undefined && filter.before === undefined
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const problem = problemOf(error)
  // None to look through yet: the one action stands in the middle.
  const isUnused = data?.total === 0 && !isNarrowed(filter) && isFirst
  const chips = chipsOf(search)

  useEffect(() => rememberTopicList(filter))

  /** Another filter begins at its first page; what else is in the URL stays. */
  const narrow = (change: Partial<TopicsSearch>) =>
    onSearch(withoutEmpty({ ...search, ...firstPage, ...change }))
  const addTopic = () => onSearch({ ...filter, add: true })
  const closeDialog = useClosePanel<TopicsSearch>('add', 'edit', 'remove')
  useShortcuts('Topics', mayChange ? [{ keys: 'c', label: 'Add a topic', run: addTopic }] : [])
  const tellAdded = useAddedToast()

  return (
    <Page width="full">
      <PageHeader
        title="Topics"
        action={
          mayChange &&
          !isUnused && (
            <Button variant="primary" icon={<Plus aria-hidden="true" />} hint="c" onClick={addTopic}>
              Add a topic
            </Button>
          )
        }
      />
      {!isUnused && (
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <SearchInput label="Search topics" value={q} onSearch={(text) => narrow({ q: text })} />
          <FacetFilter
            label="Reaches"
            options={reachOptions}
            chosen={reach}
            onChange={(chosen) => narrow({ reach: chosen as TopicReach[] })}
          />
          <FacetFilter
            label="Who may subscribe"
            options={openingOptions}
            chosen={opening}
            onChange={(chosen) => narrow({ open: chosen as TopicOpening[] })}
          />
          <DayRangeFilter label="Created" range={search} onChange={narrow} zone={zone} />
        </div>
      )}
      {chips.length > 0 && (
        <div className="mb-4">
          <FilterChips
            chips={chips}
            onRemove={(chip) => narrow(without(search, chip))}
            onReset={() => narrow({ reach: undefined, open: undefined, from: undefined, to: undefined })}
          />
        </div>
      )}
      <Table
        label="Topics"
        columns={topicColumns}
        rows={page?.rows ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        stale={isPlaceholderData}
        sort={topicOrder.shown(order)}
        onSort={(column) => narrow({ order: topicOrder.pressed(order, column) })}
        empty={
          <Suspense>
            <NoTopics search={search} onSearch={onSearch} onAdd={mayChange ? addTopic : undefined} />
          </Suspense>
        }
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'The topics could not be loaded'}
              problem={isLost ? { message: 'The topic it began at has been deleted.' } : problem}
              onRetry={isLost ? () => narrow({}) : () => void refetch()}
              retrying={isFetching}
            />
          )
        }
      />
      {data && page && page.rows.length > 0 && (
        <Pager
          count={page.rows.length}
          before={isFirst ? 0 : undefined}
          total={data.total}
          onPrevious={page.previous && (() => narrow({ ...page.previous }))}
          onNext={page.next && (() => narrow({ ...page.next }))}
          pageSize={size}
          onPageSize={(chosen) => narrow({ size: chosen === defaultPageSize ? undefined : chosen })}
        />
      )}
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

const firstPage = { after: undefined, before: undefined }

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

function chipsOf({ reach = [], open = [], from, to }: TopicsSearch) {
  return [
    ...reach.map((one) => ({ id: `reach:${one}`, label: 'Reaches', value: reachWords[one] })),
    ...open.map((one) => ({ id: `open:${one}`, label: 'Who may subscribe', value: openingWords[one] })),
    ...(from || to ? [{ id: 'created', label: 'Created', value: dayRangeText({ from, to }) }] : []),
  ]
}

/** The search's change that takes a chip away. */
function without({ reach, open }: TopicsSearch, chip: string): Partial<TopicsSearch> {
  if (chip === 'created') return { from: undefined, to: undefined }
  const [kind, value] = chip.split(':')
  return kind === 'reach'
    ? { reach: reach?.filter((one) => one !== value) }
    : { open: open?.filter((one) => one !== value) }
}

/** Defaults stay out of the URL. */
function withoutEmpty({ q, reach, open, ...rest }: TopicsSearch): TopicsSearch {
  return {
    ...rest,
    q: q || undefined,
    reach: reach?.length ? reach : undefined,
    open: open?.length ? open : undefined,
  }
}

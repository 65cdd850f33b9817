import { useQuery } from '@tanstack/react-query'
import ClipboardPaste from 'lucide-react/icons/clipboard-paste'
import UserPlus from 'lucide-react/icons/user-plus'
import { type ReactNode, Suspense, useMemo, useState } from 'react'
import { mostCounted } from '../../../contract/lists.ts'
import type { ChannelType } from '../../../contract/resource.ts'
import type { Topic } from '../../../contract/topics.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { dayRangeText } from '../../lib/day-range.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { viewerZone } from '../../lib/time.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { Button } from '../../ui/button.tsx'
import { DayRangeFilter } from '../../ui/day-range-filter.tsx'
import { DownloadButton } from '../../ui/download-button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FacetFilter } from '../../ui/facet-filter.tsx'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Table } from '../../ui/table.tsx'
import { useProject } from '../projects/use-project.ts'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { ChosenBar } from './chosen-bar.tsx'
import { AddSubscribersDialog, NoSubscribers, RemoveSubscribersDialog } from './subscriber-dialogs.ts'
import { subscriberQueries, subscribersFile } from './subscriber-queries.ts'
import { isNarrowed, type SubscribersSearch, subscriberOrder, type WayToAdd } from './subscriber-search.ts'
import { subscriberColumns } from './subscriber-table.tsx'
import { subscriberTitle } from './subscriber-title.ts'
import { useChosen } from './use-chosen.ts'

const channelWords: Record<ChannelType, string> = { email: 'E-mail', sms: 'SMS', push: 'Push' }
const channelOptions = Object.entries(channelWords).map(([value, label]) => ({ value, label }))

export interface SubscribersOfTopicProps {
  topic: Topic
  search: SubscribersSearch
  /** `isStep`: one of many, which the way back does not stop at. */
  onSearch: (search: SubscribersSearch, isStep?: boolean) => void
  /** The one whose sheet is open. */
  current: string | undefined
  /** That sheet. */
  children: ReactNode
}

/** Who is in a topic, and by what. */
export function SubscribersOfTopic({ topic, search, onSearch, current, children }: SubscribersOfTopicProps) {
  const { add, ...filter } = search
  const { q = '', channel = [], order, size = defaultPageSize, from, to } = filter
  const zone = useProject().timeZone || viewerZone()
  const query = useQuery(subscriberQueries.list(topic.$id, filter, zone))
  const { data, error, isPlaceholderData, isFetching, refetch } = query
  const mayChange = useMay('editor')
  const known = useLastKnown(data)
  const page = known && cutPage(known.subscribers, filter)
  const isFirst = filter.after === undefined && filter.before === undefined
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const problem = problemOf(error)
  const isUnused = data?.total === 0 && !isNarrowed(filter) && isFirst
  const columns = useMemo(() => subscriberColumns(topic.name, mayChange), [topic.name, mayChange])
  const chosen = useChosen(JSON.stringify([q, channel, from, to]), page?.rows ?? [])
  const [isRemoving, setRemoving] = useState(false)
  const chips = chipsOf(search)
  // Of searched rows no more are counted than that; all of a topic, or of a channel, are known.
  const isCapped = data?.total === mostCounted && Boolean(q || from || to)

  /** Another filter begins at its first page; what else is in the URL stays. */
  const narrow = (change: Partial<SubscribersSearch>) =>
    onSearch(withoutEmpty({ ...search, ...firstPage, ...change }))
  const show = (way: WayToAdd) => onSearch({ ...filter, add: way })
  const closeDialog = useClosePanel<SubscribersSearch>('add')
  useShortcuts(
    'Subscribers',
    mayChange ? [{ keys: 'c', label: 'Add subscribers', run: () => show('picked') }] : [],
  )
  const ways = mayChange && (
    <div className="flex flex-wrap justify-center gap-2 max-sm:w-full max-sm:[&>*]:grow">
      <Button icon={<ClipboardPaste aria-hidden="true" />} onClick={() => show('pasted')}>
        Paste a list
      </Button>
      <Button
        variant={isUnused ? 'primary' : 'secondary'}
        icon={<UserPlus aria-hidden="true" />}
        hint="c"
        onClick={() => show('picked')}
      >
        Add subscribers
      </Button>
    </div>
  )

  return (
    <>
      {!isUnused && (
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <SearchInput label="Search subscribers" value={q} onSearch={(text) => narrow({ q: text })} />
          <FacetFilter
            label="Channel"
            options={channelOptions}
            chosen={channel}
            onChange={(some) => narrow({ channel: some as ChannelType[] })}
          />
          <DayRangeFilter label="Subscribed" range={search} onChange={narrow} zone={zone} />
          <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:w-full">
            <span className="max-sm:hidden">
              <DownloadButton
                label="Download these subscribers as CSV"
                address={() => subscribersFile(topic.$id, filter, zone)}
              />
            </span>
            {ways}
          </div>
        </div>
      )}
      {chips.length > 0 && (
        <div className="mb-4">
          <FilterChips
            chips={chips}
            onRemove={(chip) => narrow(without(search, chip))}
            onReset={() => narrow({ channel: undefined, from: undefined, to: undefined })}
          />
        </div>
      )}
      {mayChange && page && (
        <ChosenBar
          chosen={chosen}
          total={data?.total ?? 0}
          isCapped={isCapped}
          isNarrowed={isNarrowed(filter)}
          onRemove={() => setRemoving(true)}
        />
      )}
      <Table
        label="Subscribers"
        columns={columns}
        rows={page?.rows ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        current={current}
        stale={isPlaceholderData}
        sort={subscriberOrder.shown(order)}
        onSort={(column) => narrow({ order: subscriberOrder.pressed(order, column) })}
        selection={
          mayChange
            ? {
                chosen: new Set(chosen.chosen.keys()),
                isAll: chosen.isAll,
                onChange: chosen.choose,
                nameOf: subscriberTitle,
              }
            : undefined
        }
        empty={
          <Suspense>
            <NoSubscribers search={filter} onSearch={onSearch} add={ways} />
          </Suspense>
        }
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'The subscribers could not be loaded'}
              problem={isLost ? { message: 'The subscriber it began at has been removed.' } : problem}
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
          capped={isCapped}
          onPrevious={page.previous && (() => narrow({ ...page.previous }))}
          onNext={page.next && (() => narrow({ ...page.next }))}
          pageSize={size}
          onPageSize={(one) => narrow({ size: one === defaultPageSize ? undefined : one })}
        />
      )}
      {children}
      <Suspense>
        {add && mayChange && (
          <AddSubscribersDialog
            topic={topic}
            way={add}
            onWay={(way) => onSearch({ ...search, add: way }, true)}
            onClose={closeDialog}
          />
        )}
        {isRemoving && mayChange && (
          <RemoveSubscribersDialog
            topic={topic}
            some={
              chosen.isAll ? { filter, zone, total: data?.total ?? 0, isCapped } : [...chosen.chosen.values()]
            }
            onClose={() => setRemoving(false)}
            onRemoved={() => {
              chosen.clear()
              setRemoving(false)
            }}
          />
        )}
      </Suspense>
    </>
  )
}

const firstPage = { after: undefined, before: undefined }

function chipsOf({ channel = [], from, to }: SubscribersSearch) {
  return [
    ...channel.map((one) => ({ id: `channel:${one}`, label: 'Channel', value: channelWords[one] })),
    ...(from || to ? [{ id: 'since', label: 'Subscribed', value: dayRangeText({ from, to }) }] : []),
  ]
}

/** The search's change that takes a chip away. */
function without({ channel }: SubscribersSearch, chip: string): Partial<SubscribersSearch> {
  if (chip === 'since') return { from: undefined, to: undefined }
  const [, value] = chip.split(':')
  return { channel: channel?.filter((one) => one !== value) }
}

/** Defaults stay out of the URL. */
function withoutEmpty({ q, channel, ...rest }: SubscribersSearch): SubscribersSearch {
  return { ...rest, q: q || undefined, channel: channel?.length ? channel : undefined }
}

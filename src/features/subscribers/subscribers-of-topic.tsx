import { useQuery } from '@tanstack/react-query'
import ClipboardPaste from 'lucide-react/icons/clipboard-paste'
import UserPlus from 'lucide-react/icons/user-plus'
import { type ReactNode, Suspense, useMemo, useState } from 'react'
import { mostCounted } from '../../../contract/lists.ts'
import type { Topic } from '../../../contract/topics.ts'
import { firstPage, isNarrowed } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { Button } from '../../ui/button.tsx'
import { DownloadButton } from '../../ui/download-button.tsx'
import { type ListFilter, ListFilters } from '../../ui/list-filters.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { useProjectZone } from '../projects/project-zone.ts'
import { channelTitles } from '../providers/channel-words.ts'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { ChosenBar } from './chosen-bar.tsx'
import { AddSubscribersDialog, NoSubscribers, RemoveSubscribersDialog } from './subscriber-dialogs.ts'
import { subscriberQueries, subscribersFile } from './subscriber-queries.ts'
import {
  type SubscribersFilter,
  type SubscribersSearch,
  subscriberOrder,
  type WayToAdd,
} from './subscriber-search.ts'
import { subscriberColumns } from './subscriber-table.tsx'
import { subscriberTitle } from './subscriber-title.ts'
import { useChosen } from './use-chosen.ts'

const filtersIn = (zone: string): ListFilter<SubscribersFilter>[] => [
  { key: 'channel', label: 'Channel', words: channelTitles },
  { days: 'Subscribed', zone },
]

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
  const { q, channel, from, to } = filter
  const zone = useProjectZone()
  const query = useQuery(subscriberQueries.list(topic.$id, filter, zone))
  const list = useListPage(query, ({ subscribers }) => subscribers, filter)
  const { rows = [], total = 0, isUnused } = list
  const mayChange = useMay('editor')
  const columns = useMemo(() => subscriberColumns(topic.name, mayChange), [topic.name, mayChange])
  const chosen = useChosen(JSON.stringify([q, channel, from, to]), rows)
  const [isRemoving, setRemoving] = useState(false)
  // Of searched rows no more are counted than that; all of a topic, or of a channel, are known.
  const isCapped = total === mostCounted && Boolean(q || from || to)

  const narrow = (change: SubscribersFilter) => onSearch({ ...filter, ...firstPage, ...change })
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
        <ListFilters
          filters={filtersIn(zone)}
          search={filter}
          onNarrow={narrow}
          searchLabel="Search subscribers"
        >
          <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:w-full">
            <span className="max-sm:hidden">
              <DownloadButton
                label="Download these subscribers as CSV"
                address={() => subscribersFile(topic.$id, filter, zone)}
              />
            </span>
            {ways}
          </div>
        </ListFilters>
      )}
      {mayChange && list.rows && (
        <ChosenBar
          chosen={chosen}
          total={total}
          isCapped={isCapped}
          isNarrowed={isNarrowed(filter)}
          onRemove={() => setRemoving(true)}
        />
      )}
      <PagedTable
        label="Subscribers"
        columns={columns}
        list={list}
        capped={isCapped}
        onPage={narrow}
        current={current}
        sort={subscriberOrder.shown(filter.order)}
        onSort={(column) => narrow({ order: subscriberOrder.pressed(filter.order, column) })}
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
        empty={<NoSubscribers search={filter} onSearch={onSearch} add={ways} />}
        words={{
          failed: 'The subscribers could not be loaded',
          lost: 'The subscriber it began at has been removed.',
          gone: 'Whoever was on it is not subscribed any more.',
        }}
      />
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
            some={chosen.isAll ? { filter, zone, total, isCapped } : [...chosen.chosen.values()]}
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

import { useQuery } from '@tanstack/react-query'
import type { Log, LogValues } from '../../../contract/logs.ts'
import { firstPage, isNarrowed } from '../../lib/paging.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { type ListFilter, ListFilters } from '../../ui/list-filters.tsx'
import { NothingFound } from '../../ui/nothing-found.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useProjectZone } from '../projects/project-zone.ts'
import { useProject } from '../projects/use-project.ts'
import { ActivityList } from './activity-list.tsx'
import { activityQueries } from './activity-queries.ts'
import type { ActivityFilter, ActivitySearch } from './activity-search.ts'
import { actorKey, actorName, actorTypeWords, eventWords, outcomeWords, thingWord } from './activity-words.ts'

export interface ActivityPageProps {
  search: ActivitySearch
  onSearch: (search: ActivitySearch) => void
}

/** Everything that was done in the project, refused, or done by Carillon itself. */
export function ActivityPage({ search, onSearch }: ActivityPageProps) {
  const { open: _, ...filter } = search
  const zone = useProjectZone()
  const query = useQuery(activityQueries.list(filter, zone))
  const { data: values } = useQuery(activityQueries.values())
  const { activityDays } = useProject()
  const narrow = (change: ActivityFilter) => onSearch({ ...filter, ...firstPage, ...change })
  return (
    <Page width="full">
      <PageHeader
        title="Activity"
        detail={`Who did what, and what Carillon did by itself. Kept for ${activityDays.toLocaleString()} days.`}
      />
      <ListFilters filters={filtersOf(filter, values, zone)} search={filter} onNarrow={narrow} />
      <ActivityList
        of="project"
        query={query}
        search={search}
        onSearch={(change) => onSearch({ ...search, ...change })}
        empty={
          isNarrowed(filter) ? (
            <NothingFound what="Nothing" search={filter} onSearch={onSearch} />
          ) : (
            <EmptyState drawing="bell" title="Nothing has been done yet">
              Who changes, sends or deletes something will be listed here, with what it was before and after.
            </EmptyState>
          )
        }
        more={(log) => <More log={log} onNarrow={narrow} />}
      />
    </Page>
  )
}

/** From one entry to those like it. */
function More({ log, onNarrow }: { log: Log; onNarrow: (change: ActivityFilter) => void }) {
  const { resourceType, resourceId } = log
  return (
    <div className="flex flex-wrap gap-2">
      {resourceId && (
        <Button size="sm" onClick={() => onNarrow({ thing: `${resourceType}/${resourceId}` })}>
          All about this {thingWord(resourceType)}
        </Button>
      )}
      <Button size="sm" onClick={() => onNarrow({ who: [actorKey(log)] })}>
        All by {actorName(log)}
      </Button>
    </div>
  )
}

/** What is filtered by can be chosen, even where no entry has it any more. */
function filtersOf(
  { who, event, type, thing = '' }: ActivityFilter,
  values: LogValues | undefined,
  zone: string,
): ListFilter<ActivityFilter>[] {
  const [thingType = '', ...thingId] = thing.split('/')
  return [
    whoFilter(who, values),
    { key: 'event', label: 'What', words: sortedWords(values?.events, event, eventWords) },
    { key: 'type', label: 'Thing', words: sortedWords(values?.resourceTypes, type, thingWord) },
    { days: 'When', zone },
    { key: 'outcome', label: 'Outcome', words: outcomeWords },
    { key: 'thing', label: thingWord(thingType), nameOf: () => thingId.join('/') },
  ]
}

function sortedWords(
  known: readonly string[] = [],
  chosen: readonly string[] = [],
  wordOf: (value: string) => string,
) {
  const words = [...new Set([...known, ...chosen])].map((value) => [value, wordOf(value)] as const)
  return Object.fromEntries(words.sort(([, a], [, b]) => a.localeCompare(b)))
}

function whoFilter(
  chosen: readonly string[] = [],
  values: LogValues | undefined,
): ListFilter<ActivityFilter> {
  const actors = new Map(values?.actors.map((actor) => [actorKey(actor), actor]))
  const keys = [...new Set([...actors.keys(), ...chosen])]
  const nameOf = (key: string) => {
    const actor = actors.get(key)
    if (actor) return actorName(actor)
    return key.startsWith('~') ? actorTypeWords(key.slice(1)) : key
  }
  return {
    key: 'who',
    label: 'Who',
    words: Object.fromEntries(keys.map((key) => [key, nameOf(key)])),
    options: keys.map((value) => ({
      value,
      label: (
        <>
          {nameOf(value)}
          {actors.get(value)?.userType === 'keyProject' && <span className="text-quiet"> (API key)</span>}
        </>
      ),
    })),
  }
}

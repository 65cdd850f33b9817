import { useQuery } from '@tanstack/react-query'
import type { Log, LogValues } from '../../../contract/logs.ts'
import { dayRangeText } from '../../lib/day-range.ts'
import { viewerZone } from '../../lib/time.ts'
import { Button } from '../../ui/button.tsx'
import { DayRangeFilter } from '../../ui/day-range-filter.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FacetFilter } from '../../ui/facet-filter.tsx'
import { type FilterChip, FilterChips } from '../../ui/filter-chips.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useProject } from '../projects/use-project.ts'
import { ActivityList } from './activity-list.tsx'
import { activityQueries } from './activity-queries.ts'
import type { ActivitySearch } from './activity-search.ts'
import { actorKey, actorName, actorTypeWords, eventWords, outcomeWords, thingWord } from './activity-words.ts'

const outcomes = [
  { value: 'done', label: outcomeWords.done },
  { value: 'refused', label: outcomeWords.refused },
] as const

export interface ActivityPageProps {
  search: ActivitySearch
  onSearch: (search: ActivitySearch) => void
}

/** Everything that was done in the project, refused, or done by Carillon itself. */
export function ActivityPage({ search, onSearch }: ActivityPageProps) {
  const { open: _, ...filter } = search
  const zone = useProject().timeZone || viewerZone()
  const query = useQuery(activityQueries.list(filter, zone))
  const { data: values } = useQuery(activityQueries.values())
  const { activityDays } = useProject()
  const chips = chipsOf(search, values)

  /** Another filter begins at its first page; the other filters stay. */
  const narrow = (change: Partial<ActivitySearch>) =>
    onSearch(withoutEmpty({ ...search, after: undefined, before: undefined, open: undefined, ...change }))

  return (
    <Page width="full">
      <PageHeader
        title="Activity"
        detail={`Who did what, and what Carillon did by itself. Kept for ${activityDays.toLocaleString()} days.`}
      />
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <FacetFilter
          label="Who"
          options={whoOptions(values, search.who)}
          chosen={search.who ?? []}
          onChange={(who) => narrow({ who: [...who] })}
        />
        <FacetFilter
          label="What"
          options={options(values?.events, search.event, eventWords)}
          chosen={search.event ?? []}
          onChange={(event) => narrow({ event: [...event] })}
        />
        <FacetFilter
          label="Thing"
          options={options(values?.resourceTypes, search.type, thingWord)}
          chosen={search.type ?? []}
          onChange={(type) => narrow({ type: [...type] })}
        />
        <DayRangeFilter label="When" range={search} onChange={narrow} zone={zone} />
        <FacetFilter
          label="Outcome"
          options={outcomes}
          chosen={search.outcome ?? []}
          onChange={(chosen) => narrow({ outcome: chosen as NonNullable<ActivitySearch['outcome']> })}
        />
      </div>
      {chips.length > 0 && (
        <div className="mb-4">
          <FilterChips
            chips={chips}
            onRemove={(id) => narrow(without(search, id))}
            onReset={() => onSearch({ size: search.size })}
          />
        </div>
      )}
      <ActivityList
        of="project"
        query={query}
        search={search}
        onSearch={(change) => onSearch(withoutEmpty({ ...search, ...change }))}
        empty={<Empty isFiltered={chips.length > 0} onReset={() => onSearch({ size: search.size })} />}
        more={(log) => <More log={log} onNarrow={narrow} />}
      />
    </Page>
  )
}

/** From one entry to those like it. */
function More({ log, onNarrow }: { log: Log; onNarrow: (change: Partial<ActivitySearch>) => void }) {
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

function Empty({ isFiltered, onReset }: { isFiltered: boolean; onReset: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState
        drawing="search"
        title="Nothing fits these filters"
        action={<Button onClick={onReset}>Clear the filters</Button>}
      />
    )
  }
  return (
    <EmptyState drawing="bell" title="Nothing has been done yet">
      Who changes, sends or deletes something will be listed here, with what it was before and after.
    </EmptyState>
  )
}

/** What is filtered by stays among the options, even where no entry has it any more. */
function options(
  known: readonly string[] | undefined,
  chosen: readonly string[] = [],
  words: (v: string) => string,
) {
  return [...new Set([...(known ?? []), ...chosen])]
    .map((value) => ({ value, label: words(value) }))
    .sort((a, b) => a.label.localeCompare(b.label))
}

function whoOptions(values: LogValues | undefined, chosen: readonly string[] = []) {
  const named = (values?.actors ?? []).map((actor) => ({
    value: actorKey(actor),
    label: (
      <>
        {actorName(actor)}
        {actor.userType === 'keyProject' && <span className="text-quiet"> (API key)</span>}
      </>
    ),
  }))
  const unknown = chosen.filter((one) => named.every(({ value }) => value !== one))
  return [...named, ...unknown.map((value) => ({ value, label: whoName(value, values) }))]
}

function whoName(key: string, values: LogValues | undefined): string {
  const actor = values?.actors.find((one) => actorKey(one) === key)
  if (actor) return actorName(actor)
  return key.startsWith('~') ? actorTypeWords(key.slice(1)) : key
}

const listed = ['who', 'event', 'type', 'outcome'] as const

function chipsOf(search: ActivitySearch, values: LogValues | undefined): FilterChip[] {
  const [thingType = '', ...thingId] = search.thing?.split('/') ?? []
  const chips = {
    who: search.who?.map((one) => ({ label: 'Who', value: whoName(one, values), one })),
    event: search.event?.map((one) => ({ label: 'What', value: eventWords(one), one })),
    type: search.type?.map((one) => ({ label: 'Thing', value: thingWord(one), one })),
    outcome: search.outcome?.map((one) => ({ label: 'Outcome', value: outcomeWords[one], one })),
  }
  return [
    ...listed.flatMap(
      (key) => chips[key]?.map(({ one, ...chip }) => ({ id: `${key}:${one}`, ...chip })) ?? [],
    ),
    ...(search.thing ? [{ id: 'thing', label: thingWord(thingType), value: thingId.join('/') }] : []),
    ...(search.from || search.to ? [{ id: 'when', label: 'When', value: dayRangeText(search) }] : []),
  ]
}

/** The search's change that takes a chip away. */
function without(search: ActivitySearch, chip: string): Partial<ActivitySearch> {
  if (chip === 'thing') return { thing: undefined }
  if (chip === 'when') return { from: undefined, to: undefined }
  const key = listed.find((one) => chip.startsWith(`${one}:`))
  if (!key) return {}
  const value = chip.slice(key.length + 1)
  return { [key]: search[key]?.filter((one) => one !== value) }
}

/** Defaults stay out of the URL. */
function withoutEmpty(search: ActivitySearch): ActivitySearch {
  const filled = (texts: readonly string[] | undefined) =>
    texts && texts.length > 0 ? [...texts] : undefined
  return {
    ...search,
    who: filled(search.who),
    event: filled(search.event),
    type: filled(search.type),
    outcome: search.outcome && search.outcome.length > 0 ? search.outcome : undefined,
    thing: search.thing || undefined,
  }
}

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import type { LocalTime } from '../../lib/time.ts'
import { type ListFilter, ListFilters } from '../../ui/list-filters.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useNow } from '../../ui/use-now.ts'
import { plural } from '../messages/audience-summary.tsx'
import { messageStateWords } from '../messages/message-state-words.ts'
import { WriteEmail } from '../messages/write-email.tsx'
import { useProject } from '../projects/use-project.ts'
import { channelTitles } from '../providers/channel-words.ts'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { daysOf, dayText, firstWeekday, monthOf, spanText } from './calendar-days.ts'
import { type Entry, entriesByDay } from './calendar-entries.ts'
import { CalendarGrid } from './calendar-grid.tsx'
import { DayList, DaySection, SkeletonRows } from './calendar-list.tsx'
import { calendarQueries } from './calendar-queries.ts'
import { type CalendarSearch, type Shown, shownBy, turnedDay } from './calendar-search.ts'
import { CalendarToolbar } from './calendar-toolbar.tsx'
import { NoEntries } from './no-entries.tsx'
import { timeToWrite } from './time-to-write.ts'
import { ZoneChoice } from './zone-choice.tsx'

const MessagePopover = lazy(async () => {
  const { MessagePopover } = await import('./message-popover.tsx')
  return { default: MessagePopover }
})

const { draft: _, ...stateWords } = messageStateWords
const filters: readonly ListFilter<CalendarSearch>[] = [
  { key: 'channel', label: 'Channel', words: channelTitles },
  { key: 'state', label: 'State', words: stateWords },
]

export interface CalendarPageProps {
  search: CalendarSearch
  /** `isStep`: one of many, which the way back does not stop at. */
  onSearch: (search: CalendarSearch, isStep?: boolean) => void
}

/** When messages go out and went out. */
export function CalendarPage({ search, onSearch }: CalendarPageProps) {
  const { timeZone: projectZone } = useProject()
  const mayWrite = useMay('author')
  const weekStart = firstWeekday()
  const now = useNow()
  const shown = shownBy(search, projectZone, weekStart)
  const { view, day, today, zone, span } = shown
  const query = useQuery(calendarQueries.days(span, zone, search))
  const { data, error } = query
  const entries = useMemo(() => data && entriesByDay(data.messages, zone), [data, zone])
  const write = useWriting()

  /** Another day, view or filter; what was open belongs to where one was. */
  const change = (to: Partial<CalendarSearch>, isStep = false) => {
    const next = { ...search, message: undefined, ...to }
    onSearch({ ...next, date: next.date === today ? undefined : next.date }, isStep)
  }
  const close = useClosePanel<CalendarSearch>('message')
  const open = ({ message: { $id } }: Entry, on: string) =>
    $id === search.message ? close() : change({ date: on, message: $id }, search.message !== undefined)
  // Only where a day was chosen: else the message is for no day in particular.
  const toWrite = search.date || view === 'day' ? timeToWrite(day, zone, now) : undefined
  useShortcuts('Calendar', [
    { keys: 't', label: 'Today', run: () => change({ date: undefined }) },
    ...(mayWrite ? [{ keys: 'c', label: 'Write an e-mail for the day', run: () => write(toWrite) }] : []),
  ])

  const writerOf = (on: string) => {
    const at = mayWrite ? timeToWrite(on, zone, now) : undefined
    return at && (() => write(at))
  }
  const listOf = (on: string) => ({
    zone,
    entries: entries ? (entries.get(on) ?? []) : error ? [] : undefined,
    openId: search.message,
    onOpen: (entry: Entry) => open(entry, on),
  })
  const opened = entries && search.message ? findEntry(entries, search.message) : undefined
  const label = labelOf(shown)
  const busyDays = daysOf(span).filter((on) => entries?.has(on))

  return (
    <Page width="full">
      <PageHeader title="Calendar" action={mayWrite && <WriteEmail at={toWrite} />} />
      <CalendarToolbar
        label={label}
        view={view}
        onTurn={(pages) => change({ date: turnedDay(view, day, pages) })}
        onToday={() => change({ date: undefined })}
        onView={(to) => change({ view: to === 'month' ? undefined : to })}
      />
      <ListFilters filters={filters} search={search} onNarrow={change}>
        <ZoneChoice zone={zone} projectZone={projectZone} onZone={(to) => change({ zone: to })} />
        <p role="status" className="ml-auto text-quiet tabular-nums">
          {entries ? summaryOf(entries, shown) : error ? '' : 'Loading…'}
        </p>
      </ListFilters>
      {error && (
        <div className="mb-4">
          <LoadError query={query} title="The calendar could not be loaded" />
        </div>
      )}
      {data && data.missing > 0 && (
        <div className="mb-4">
          <Notice
            tone="warning"
            role="status"
            title={`${data.missing.toLocaleString()} messages of the last days are not shown`}
          >
            There are too many for one look. Choose a channel, a state, or a single week or day.
          </Notice>
        </div>
      )}
      {(view === 'month' || view === 'week') && (
        <>
          <CalendarGrid
            shown={shown}
            label={label}
            firstWeekday={weekStart}
            entries={entries ?? (error ? noEntries : undefined)}
            openId={search.message}
            onOpen={open}
            onDay={(date, isStep) => change({ date }, isStep)}
            onOpenDay={(date) => change({ view: 'day', date })}
            writerOf={writerOf}
          />
          <div className="mt-6 lg:hidden">
            <DaySection
              day={day}
              today={today}
              onWrite={writerOf(day)}
              {...listOf(day)}
              empty={<p className="py-3 text-quiet">No message on this day.</p>}
            />
          </div>
        </>
      )}
      {view === 'day' && <DayList {...listOf(day)} empty={<NoEntries search={search} onNarrow={change} />} />}
      {view === 'agenda' && (
        <>
          {entries
            ? busyDays.map((on) => (
                <DaySection key={on} day={on} today={today} onWrite={writerOf(on)} {...listOf(on)} />
              ))
            : !error && <SkeletonRows />}
          {entries && busyDays.length === 0 && <NoEntries search={search} onNarrow={change} />}
        </>
      )}
      {opened && (
        <Suspense>
          <MessagePopover
            key={opened.message.$id}
            entry={opened}
            zone={zone}
            projectZone={projectZone}
            onClose={(isPassing) => (isPassing ? change({}, true) : close())}
          />
        </Suspense>
      )}
    </Page>
  )
}

const noEntries: ReadonlyMap<string, readonly Entry[]> = new Map()

function labelOf({ view, day, span }: Shown): string {
  switch (view) {
    case 'month':
    case 'agenda':
      return dayText(day, 'month')
    case 'week':
      return spanText(span)
    case 'day':
      return dayText(day, 'longDate')
  }
}

/** "14 messages"; a month counts its own, not those of the days around it. */
function summaryOf(entries: ReadonlyMap<string, readonly Entry[]>, { view, day, span }: Shown): string {
  const counted = daysOf(view === 'month' ? monthOf(day) : span)
  const count = counted.reduce((sum, on) => sum + (entries.get(on)?.length ?? 0), 0)
  return count === 0 ? 'No messages' : plural(count, 'message', 'messages')
}

function findEntry(entries: ReadonlyMap<string, readonly Entry[]>, messageId: string): Entry | undefined {
  return [...entries.values()].flat().find(({ message }) => message.$id === messageId)
}

function useWriting() {
  const navigate = useNavigate()
  return (at: LocalTime | undefined) =>
    void navigate({
      to: '/p/$projectId/messages/new/email',
      params: { projectId: currentProject() },
      search: { ...at },
    })
}

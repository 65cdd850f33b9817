import Plus from 'lucide-react/icons/plus'
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef } from 'react'
import { addDays } from '../../lib/day-range.ts'
import { classNames } from '../../ui/class-names.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { stateWord } from '../messages/message-badge.tsx'
import { addMonths, dayText, monthOf, type Weekday, weekOf, weeksOf } from './calendar-days.ts'
import { cutEntries, type Entry } from './calendar-entries.ts'
import { EntryChip, EntryDot } from './calendar-entry.tsx'
import type { Shown } from './calendar-search.ts'

export interface CalendarGridProps {
  shown: Shown
  label: string
  firstWeekday: Weekday
  /** Undefined while they are fetched. */
  entries: ReadonlyMap<string, readonly Entry[]> | undefined
  openId: string | undefined
  onOpen: (entry: Entry, day: string) => void
  /** The day that is looked at; `isStep` where keys walk over many. */
  onDay: (day: string, isStep: boolean) => void
  onOpenDay: (day: string) => void
  /** Undefined where nothing can go out on that day, or not by this person. */
  writerOf: (day: string) => (() => void) | undefined
}

/** As many lines of a cell as a month has room for; a week shows all. */
const roomInMonth = 3

/**
 * Days in rows of weeks: one grid to the keyboard, in which arrows move from day to day. Tab leads on to what is in the day.
 * Where it is narrow, dots stand for the messages, and a list beneath has those of the day.
 */
export function CalendarGrid({
  shown,
  label,
  firstWeekday,
  entries,
  openId,
  onOpen,
  onDay,
  onOpenDay,
  writerOf,
}: CalendarGridProps) {
  const { view, day: active, span } = shown
  const weeks = weeksOf(span)
  const grid = useRef<HTMLTableElement>(null)
  /** Where keys lead that is not shown yet: the next key counts from there. */
  const steppingTo = useRef<string>(undefined)
  const month = monthOf(active)

  // The day that keys lead to may have come with this page only.
  useLayoutEffect(() => {
    if (steppingTo.current === undefined) return
    if (steppingTo.current === active) steppingTo.current = undefined
    grid.current?.querySelector<HTMLElement>(`[data-day="${active}"]`)?.focus()
  }, [active])

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return
    const day = event.target.dataset.day
    if (day === undefined) {
      if (event.key !== 'Escape') return
      event.target.closest<HTMLElement>('[data-day]')?.focus()
    } else if (event.key === 'Enter' || event.key === ' ') {
      onOpenDay(day)
    } else {
      const from = steppingTo.current ?? day
      const next = dayByKey(event.key, from, view === 'week' ? 'week' : 'month', firstWeekday)
      if (next === undefined) return
      steppingTo.current = next === active ? undefined : next
      onDay(next, true)
    }
    event.preventDefault()
  }

  return (
    <table
      ref={grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that is walked through by keys
      role="grid"
      aria-label={label}
      aria-busy={!entries}
      onKeyDown={onKeyDown}
      className="w-full table-fixed border-collapse"
    >
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th
              key={day}
              scope="col"
              className="px-1 pb-2 text-center text-xs font-strong text-quiet lg:px-2 lg:text-left"
            >
              <span className="sr-only">{dayText(day, 'weekday')}</span>
              <span aria-hidden="true">{dayText(day, 'shortWeekday')}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day, index) => (
              <DayCell
                key={day}
                day={day}
                shown={shown}
                isOfMonth={view === 'week' || (day >= month.from && day <= month.to)}
                entries={entries?.get(day) ?? none}
                isLoading={!entries && index % 3 === 1}
                openId={openId}
                onOpen={onOpen}
                onDay={(chosen) => {
                  steppingTo.current = undefined
                  onDay(chosen, false)
                }}
                onOpenDay={onOpenDay}
                onWrite={writerOf(day)}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const none: readonly Entry[] = []

function dayByKey(key: string, day: string, page: 'month' | 'week', first: Weekday): string | undefined {
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1)
    case 'ArrowRight':
      return addDays(day, 1)
    case 'ArrowUp':
      return addDays(day, -7)
    case 'ArrowDown':
      return addDays(day, 7)
    case 'Home':
      return weekOf(day, first).from
    case 'End':
      return weekOf(day, first).to
    case 'PageUp':
      return page === 'week' ? addDays(day, -7) : addMonths(day, -1)
    case 'PageDown':
      return page === 'week' ? addDays(day, 7) : addMonths(day, 1)
    default:
      return undefined
  }
}

interface DayCellProps extends Pick<CalendarGridProps, 'shown' | 'openId' | 'onOpen' | 'onOpenDay'> {
  day: string
  isOfMonth: boolean
  entries: readonly Entry[]
  isLoading: boolean
  onDay: (day: string) => void
  onWrite: (() => void) | undefined
}

function DayCell({
  day,
  shown: { view, day: active, today, zone },
  isOfMonth,
  entries,
  isLoading,
  openId,
  onOpen,
  onDay,
  onOpenDay,
  onWrite,
}: DayCellProps) {
  const isActive = day === active
  const tabIndex = isActive ? 0 : -1
  const { shown, rest } = cutEntries(entries, view === 'week' ? entries.length : roomInMonth, openId)

  function onClick(event: MouseEvent<HTMLElement>) {
    if (event.target instanceof Element && event.target.closest('button')) return
    // The list beneath is what a press on a day is for, where there is one.
    if (onWrite && isWide()) onWrite()
    else onDay(day)
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: in a grid it is a gridcell, which is selected or not
    <td
      data-day={day}
      tabIndex={tabIndex}
      aria-label={cellName(day, entries.length)}
      aria-selected={isActive}
      aria-current={day === today ? 'date' : undefined}
      onClick={onClick}
      className={classNames(
        'group/day relative cursor-default border-t border-line p-0.5 align-top outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus lg:border lg:p-1',
        view === 'week' ? 'h-14 lg:h-96' : 'h-14 lg:h-24',
        isActive ? 'bg-accent-wash' : !isOfMonth && 'lg:bg-sunken/50',
      )}
    >
      <span className="flex items-center justify-center gap-1 lg:justify-between">
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Open ${dayText(day, 'longDate')}`}
          onClick={() => (isWide() ? onOpenDay(day) : onDay(day))}
          className={classNames(
            'grid h-7 min-w-7 grid-flow-col place-items-center gap-1 rounded-full px-1 text-sm tabular-nums hover:bg-hover',
            day === today && 'bg-accent-fill font-strong text-on-accent hover:bg-accent-fill-hover',
            day !== today && !isOfMonth && 'text-quiet',
          )}
        >
          {Number(day.slice(8))}
          {day.endsWith('-01') && view === 'month' && (
            <span className="max-lg:hidden">{dayText(day, 'shortMonth')}</span>
          )}
        </button>
        {onWrite && (
          <button
            type="button"
            tabIndex={tabIndex}
            aria-label={`Write an e-mail for ${dayText(day, 'longDate')}`}
            onClick={onWrite}
            className="grid size-7 place-items-center rounded-control text-quiet opacity-0 group-hover/day:opacity-100 hover:bg-hover hover:text-ink focus-visible:opacity-100 max-lg:hidden"
          >
            <Plus aria-hidden="true" className="size-4" />
          </button>
        )}
      </span>
      <span aria-hidden="true" className="mt-1 flex h-2 items-center justify-center gap-0.5 lg:hidden">
        {entries.slice(0, entries.length > 4 ? 3 : 4).map(({ message }) => (
          <EntryDot key={message.$id} tone={stateWord(message).tone} />
        ))}
        {entries.length > 4 && <span className="text-xs leading-none text-quiet">+</span>}
      </span>
      <span className="grid grid-cols-1 gap-1 pt-0.5 max-lg:hidden">
        {shown.map((entry) => (
          <EntryChip
            key={entry.message.$id}
            entry={entry}
            zone={zone}
            isOpen={entry.message.$id === openId}
            onOpen={(opened) => onOpen(opened, day)}
            tabIndex={tabIndex}
          />
        ))}
        {rest > 0 && (
          <button
            type="button"
            tabIndex={tabIndex}
            onClick={() => onOpenDay(day)}
            className="min-h-6 rounded-[4px] px-1.5 text-left text-xs text-quiet hover:bg-hover hover:text-ink"
          >
            +{rest.toLocaleString()} more
          </button>
        )}
        {isLoading && <Skeleton height="34px" className="opacity-60" />}
      </span>
    </td>
  )
}

function cellName(day: string, count: number): string {
  const messages = count === 0 ? '' : `, ${count.toLocaleString()} ${count === 1 ? 'message' : 'messages'}`
  return `${dayText(day, 'longDate')}${messages}`
}

/** Whether the cells show messages, and not only dots: Tailwind's `lg`. */
const isWide = () => matchMedia('(min-width: 1024px)').matches

// The calendar as the URL holds it.
import * as z from 'zod'
import { channelTypes } from '../../../contract/resource.ts'
import { timeZoneName } from '../../../contract/wire.ts'
import { addDays, today } from '../../lib/day-range.ts'
import { searchText } from '../../lib/paging.ts'
import { viewerZone } from '../../lib/time.ts'
import { messageStateFilters } from '../messages/message-search.ts'
import { addMonths, type DaySpan, monthOf, type Weekday, weekOf, weeksOfMonth } from './calendar-days.ts'

export const calendarViews = ['month', 'week', 'day', 'agenda'] as const
export type CalendarView = (typeof calendarViews)[number]

/** A draft has no time. */
const calendarStates = messageStateFilters.filter((state) => state !== 'draft')

export const calendarSearch = z.object({
  view: z.enum(calendarViews).optional().catch(undefined),
  /** The day that is looked at; today, where there is none. Far from now there is nothing, and no four digits for the year. */
  date: z.iso
    .date()
    .refine((day) => day >= '1971' && day < '2999')
    .optional()
    .catch(undefined),
  /** By whose clocks: an IANA name, so that a copied link shows a colleague the same days. The project's, where there is none. */
  zone: timeZoneName.refine(Boolean).optional().catch(undefined),
  channel: z.array(z.enum(channelTypes)).min(1).optional().catch(undefined),
  state: z.array(z.enum(calendarStates)).min(1).optional().catch(undefined),
  /** The message that is looked at. */
  message: searchText,
})
export type CalendarSearch = z.output<typeof calendarSearch>

/** What is on the screen: the search with all that it leaves out. */
export interface Shown {
  readonly view: CalendarView
  readonly day: string
  readonly today: string
  readonly zone: string
  /** All days of the view. */
  readonly span: DaySpan
}

export function shownBy(
  { view = 'month', date, zone: chosenZone }: CalendarSearch,
  projectZone: string,
  firstWeekday: Weekday,
): Shown {
  const zone = chosenZone ?? ownZone(projectZone)
  const now = today(zone)
  const day = date ?? now
  return { view, day, today: now, zone, span: spanOf(view, day, firstWeekday) }
}

/** The zone of a project's calendar as long as nobody chooses another. */
export const ownZone = (projectZone: string) => projectZone || viewerZone()

function spanOf(view: CalendarView, day: string, firstWeekday: Weekday): DaySpan {
  switch (view) {
    case 'month':
      return weeksOfMonth(day, firstWeekday)
    case 'week':
      return weekOf(day, firstWeekday)
    case 'day':
      return { from: day, to: day }
    case 'agenda':
      return monthOf(day)
  }
}

/** The day to look at one page further or back. */
export function turnedDay(view: CalendarView, day: string, pages: 1 | -1): string {
  switch (view) {
    case 'month':
    case 'agenda':
      return addMonths(day, pages)
    case 'week':
      return addDays(day, 7 * pages)
    case 'day':
      return addDays(day, pages)
  }
}

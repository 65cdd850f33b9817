// Days as texts, `2026-06-03`, and what a calendar makes of them. A day has no zone here and no hours, so no clock can put it
// wrong; which instants it holds is for those who know its zone to say.
import { addDays } from '../../lib/day-range.ts'
import { formatInstant, type TimeStyle } from '../../lib/time.ts'

/** 1 is Monday and 7 Sunday, as ISO 8601 has it. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

export interface DaySpan {
  readonly from: string
  /** Included. */
  readonly to: string
}

const utc = (day: string) => new Date(`${day}T00:00:00Z`)

export function weekdayOf(day: string): Weekday {
  return (((utc(day).getUTCDay() + 6) % 7) + 1) as Weekday
}

/** The same day of another month, or the last one there is: 31 January and 1 → 28 February. */
export function addMonths(day: string, months: number): string {
  const at = utc(monthOf(day).from)
  at.setUTCMonth(at.getUTCMonth() + months)
  const { from, to } = monthOf(at.toISOString().slice(0, 10))
  return addDays(from, Math.min(Number(day.slice(8)), Number(to.slice(8))) - 1)
}

export function monthOf(day: string): DaySpan {
  const at = utc(`${day.slice(0, 8)}01`)
  at.setUTCMonth(at.getUTCMonth() + 1)
  return { from: `${day.slice(0, 8)}01`, to: addDays(at.toISOString().slice(0, 10), -1) }
}

export function weekOf(day: string, first: Weekday): DaySpan {
  const from = addDays(day, -((weekdayOf(day) - first + 7) % 7))
  return { from, to: addDays(from, 6) }
}

/** The weeks that a month touches, whole. */
export function weeksOfMonth(day: string, first: Weekday): DaySpan {
  const { from, to } = monthOf(day)
  return { from: weekOf(from, first).from, to: weekOf(to, first).to }
}

export function daysOf({ from, to }: DaySpan): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

/** Row by row, seven at a time. */
export function weeksOf(span: DaySpan): string[][] {
  const days = daysOf(span)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(7 * week, 7 * week + 7))
}

/** With which day a week begins where that language is spoken. */
export function firstWeekday(locale = new Intl.DateTimeFormat().resolvedOptions().locale): Weekday {
  const here = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: Weekday }
    weekInfo?: { firstDay: Weekday }
  }
  return (here.getWeekInfo?.() ?? here.weekInfo)?.firstDay ?? firstWeekdayIn(here.maximize().region)
}

// For browsers that do not know: the large countries of Unicode's CLDR that do not begin on Monday.
const sundayIn = 'AU BD BR CA CO HK ID IL IN JP KE KR MX NP PE PH PK PR SA SG TH TW US VE ZA'.split(' ')
const saturdayIn = 'AE AF BH DZ EG IQ IR JO KW LY OM QA SD SY'.split(' ')

function firstWeekdayIn(region = ''): Weekday {
  if (sundayIn.includes(region)) return 7
  return saturdayIn.includes(region) ? 6 : 1
}

/** As a day is written, in the browser's language. */
export function dayText(day: string, style: TimeStyle, locale?: string): string {
  return formatInstant(`${day}T00:00:00Z`, style, 'UTC', locale)
}

/** "1–7 June 2026" */
export function spanText({ from, to }: DaySpan, locale?: string): string {
  const style = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return style.formatRange(utc(from), utc(to))
}

// From a day to a day, both included, as the URL holds it. Days begin at the midnight of a zone that is named beside them:
// the project's, so that a copied link shows a colleague the same rows.
import * as z from 'zod'
import { queries } from '../../contract/queries.ts'
import { resolveLocalTime, toLocalTime } from './time.ts'

const day = z.iso.date().optional().catch(undefined)

/** The part of a list's search that says from and to which day: `2026-06-03`. */
export const dayRangeSearch = { from: day, to: day }

export interface DayRange {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** The conditions for an attribute that holds an instant. */
export async function dayRangeQueries(
  attribute: string,
  { from, to }: DayRange,
  zone: string,
): Promise<string[]> {
  const [begin, end] = await Promise.all([
    from && startOfDay(from, zone),
    to && startOfDay(addDays(to, 1), zone),
  ])
  return [
    ...(begin ? [queries.greaterThanEqual(attribute, begin)] : []),
    ...(end ? [queries.lessThan(attribute, end)] : []),
  ]
}

/** The first instant of a day, which is not midnight where the clocks skip that. */
export async function startOfDay(date: string, zone: string): Promise<string | undefined> {
  return (await resolveLocalTime({ date, time: '00:00', zone }))?.instant
}

/** `2026-02-28` and 1 → `2026-03-01`. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

export const today = (zone: string, now: number = Date.now()): string => toLocalTime(now, zone).date

/** "3–9 Jun 2026", "since 3 Jun 2026", "until 9 Jun 2026"; '' for no range. */
export function dayRangeText({ from, to }: DayRange, locale?: string): string {
  // The days have no zone any more: noon in UTC is on the day itself.
  const at = (date: string) => new Date(`${date}T12:00:00Z`)
  const style = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  if (from && to) return style.formatRange(at(from), at(to))
  if (from) return `since ${style.format(at(from))}`
  return to ? `until ${style.format(at(to))}` : ''
}

import { type LocalTime, toLocalTime } from '../../lib/time.ts'

/** When a message of that day may go out: at nine; today, at the hour after the next. Undefined where the day is over. */
export function timeToWrite(day: string, zone: string, now: number): LocalTime | undefined {
  const here = toLocalTime(now, zone)
  if (day < here.date) return undefined
  const earliest = day > here.date ? 0 : Number(here.time.slice(0, 2)) + 2
  const hour = Math.max(9, earliest)
  return hour < 24 ? { date: day, time: `${String(hour).padStart(2, '0')}:00`, zone } : undefined
}

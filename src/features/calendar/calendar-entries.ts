// Where messages stand in the calendar of a zone.
import type { Message } from '../../../contract/messages.ts'
import { toLocalTime } from '../../lib/time.ts'

export interface Entry {
  readonly message: Message
  readonly at: string
}

/** When it went out, where it did, which may be another time than the one it was planned for; else when it is, or was, due. */
export const standsAt = ({ delivery: { startedAt }, scheduledAt }: Message): string | null =>
  startedAt ?? scheduledAt

/** The messages of each day, in the order of their instants: where clocks are put back, 02:30 may come before 02:10. */
export function entriesByDay(messages: readonly Message[], zone: string): ReadonlyMap<string, Entry[]> {
  const days = new Map<string, Entry[]>()
  const entries = messages.flatMap((message): Entry[] => {
    const at = standsAt(message)
    return at === null ? [] : [{ message, at }]
  })
  for (const entry of entries.sort(inTime)) {
    const { date } = toLocalTime(entry.at, zone)
    const others = days.get(date)
    if (others) others.push(entry)
    else days.set(date, [entry])
  }
  return days
}

function inTime(one: Entry, other: Entry): number {
  return (
    Date.parse(one.at) - Date.parse(other.at) ||
    one.message.$createdAt.localeCompare(other.message.$createdAt)
  )
}

export interface CutEntries {
  readonly shown: readonly Entry[]
  /** How many more there are. */
  readonly rest: number
}

/** As many as have room; never a "+1 more" in the place of that one. The one that is open is among them. */
export function cutEntries(entries: readonly Entry[], room: number, openId?: string): CutEntries {
  if (entries.length <= room) return { shown: entries, rest: 0 }
  const shown = entries.slice(0, room - 1)
  const open = entries.find(({ message }) => message.$id === openId)
  if (open && !shown.includes(open)) shown.splice(-1, 1, open)
  return { shown, rest: entries.length - shown.length }
}

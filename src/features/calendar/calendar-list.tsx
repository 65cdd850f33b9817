import Plus from 'lucide-react/icons/plus'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { dayText } from './calendar-days.ts'
import type { Entry } from './calendar-entries.ts'
import { EntryRow } from './calendar-entry.tsx'

export interface DayListProps {
  zone: string
  /** Undefined while they are fetched. */
  entries: readonly Entry[] | undefined
  openId: string | undefined
  onOpen: (entry: Entry) => void
  /** In the place of a list without entries. */
  empty?: ReactNode
}

export interface DaySectionProps extends DayListProps {
  day: string
  today: string
  /** Undefined where nothing can go out on that day, or not by this person. */
  onWrite: (() => void) | undefined
}

/** All messages of one day, under its name. */
export function DaySection({ day, today, onWrite, ...list }: DaySectionProps) {
  const heading = `day-${day}`
  return (
    <section aria-labelledby={heading} className="mb-6">
      <div className="flex min-h-10 items-center justify-between gap-4 border-b border-line">
        <h3 id={heading} className="font-strong">
          {dayText(day, 'longDay')}
          {day === today && <span className="ml-2 text-accent">Today</span>}
        </h3>
        {onWrite && (
          <Button size="sm" variant="quiet" icon={<Plus aria-hidden="true" />} onClick={onWrite}>
            Write
            <span className="sr-only"> an e-mail for {dayText(day, 'longDay')}</span>
          </Button>
        )}
      </div>
      <DayList {...list} />
    </section>
  )
}

export function DayList({ entries, empty, zone, openId, onOpen }: DayListProps) {
  if (!entries) return <SkeletonRows />
  if (entries.length === 0) return empty
  return (
    <ul className="-mx-3 py-1">
      {entries.map((entry) => (
        <li key={entry.message.$id}>
          <EntryRow entry={entry} zone={zone} isOpen={entry.message.$id === openId} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  )
}

export function SkeletonRows() {
  return (
    <div className="grid gap-6 py-4">
      {['54%', '68%', '47%'].map((width) => (
        <Skeleton key={width} width={width} />
      ))}
    </div>
  )
}

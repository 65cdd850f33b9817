import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { type CalendarView, calendarViews } from './calendar-search.ts'

const viewWords: Record<CalendarView, string> = { month: 'Month', week: 'Week', day: 'Day', agenda: 'Agenda' }
const viewOptions = calendarViews.map((value) => ({ value, label: viewWords[value] }))

/** What one page of a view is. */
const pageWords: Record<CalendarView, string> = { month: 'month', week: 'week', day: 'day', agenda: 'month' }

export interface CalendarToolbarProps {
  /** What is shown: "June 2026". */
  label: string
  view: CalendarView
  onTurn: (pages: 1 | -1) => void
  onToday: () => void
  onView: (view: CalendarView) => void
}

/** Where one is in time, and the ways on. */
export function CalendarToolbar({ label, view, onTurn, onToday, onView }: CalendarToolbarProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex items-center gap-1">
          <Button size="sm" hint="t" onClick={onToday}>
            Today
          </Button>
          <IconButton
            label={`Previous ${pageWords[view]}`}
            icon={<ChevronLeft aria-hidden="true" />}
            onClick={() => onTurn(-1)}
          />
          <IconButton
            label={`Next ${pageWords[view]}`}
            icon={<ChevronRight aria-hidden="true" />}
            onClick={() => onTurn(1)}
          />
        </div>
        <h2 aria-live="polite" className="text-lg font-strong">
          {label}
        </h2>
      </div>
      <RadioGroup
        label="View"
        hideLabel
        look="segments"
        value={view}
        onChange={({ target }) => onView(target.value as CalendarView)}
        options={viewOptions}
      />
    </div>
  )
}

import { useState } from 'react'
import { addDays, type DayRange, today } from '../lib/day-range.ts'
import { zoneLabel } from '../lib/time.ts'
import { Button } from './button.tsx'
import { Field } from './field.tsx'
import { FilterButton } from './filter-button.tsx'
import { TextInput } from './text-input.tsx'

export interface DayRangeFilterProps {
  /** What happened on those days: "Sent". */
  label: string
  range: DayRange
  onChange: (range: DayRange) => void
  /** In which the days begin and end. */
  zone: string
}

const presets = [
  { label: 'Today', days: 1 },
  { label: '7 days', days: 7 },
  { label: '30 days', days: 30 },
]

/** A list's rows from a day to a day; `dayRangeText` says it in a filter's chip. */
export function DayRangeFilter({ label, range, onChange, zone }: DayRangeFilterProps) {
  const { from = '', to = '' } = range
  const isOn = Boolean(from || to)
  const change = (part: DayRange) => onChange({ from: from || undefined, to: to || undefined, ...part })
  return (
    <FilterButton label={label} count={isOn ? 1 : 0}>
      <div className="mb-4 flex flex-wrap gap-2">
        {presets.map(({ label: words, days }) => {
          const last = today(zone)
          const first = addDays(last, 1 - days)
          return (
            <Button
              key={days}
              size="sm"
              aria-pressed={from === first && to === last}
              className="aria-pressed:bg-accent-wash"
              onClick={() => onChange({ from: first, to: last })}
            >
              {words}
            </Button>
          )
        })}
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Field label="From">
          <DayInput value={from} max={to} onChange={(day) => change({ from: day })} />
        </Field>
        <Field label="To">
          <DayInput value={to} min={from} onChange={(day) => change({ to: day })} />
        </Field>
      </div>
      <p className="mt-3 text-xs text-quiet">Both days included, by the clocks of {zoneLabel(zone)}.</p>
      {isOn && (
        <Button
          size="sm"
          variant="quiet"
          className="mt-2 -ml-3"
          onClick={() => onChange({ from: undefined, to: undefined })}
        >
          Clear
        </Button>
      )}
    </FilterButton>
  )
}

interface DayInputProps {
  value: string
  min?: string
  max?: string
  onChange: (day: string | undefined) => void
}

/** While a year is typed, "2" is the year 2: what is that far away is not looked for yet. */
function DayInput({ value, min, max, onChange }: DayInputProps) {
  const [typed, setTyped] = useState({ text: value, on: value })
  if (typed.on !== value) setTyped({ text: value, on: value })
  return (
    <TextInput
      compact
      type="date"
      value={typed.text}
      min={min || undefined}
      max={max || undefined}
      onChange={({ target }) => {
        setTyped({ text: target.value, on: value })
        if (target.value === '' || target.value >= '1970') onChange(target.value || undefined)
      }}
    />
  )
}

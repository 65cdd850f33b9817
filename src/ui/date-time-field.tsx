import { type ReactNode, useId } from 'react'
import type { FieldTexts } from './field-frame.ts'
import { FieldContext } from './field-frame.ts'
import { Fieldset } from './fieldset.tsx'
import { Select } from './select.tsx'
import { TextInput } from './text-input.tsx'

/** As typed: `2026-06-03`, `09:00`, `Europe/Berlin`. What moment that is, is for whoever knows zones. */
export interface DateTimeValue {
  date: string
  time: string
  zone: string
}

export interface DateTimeFieldProps extends FieldTexts {
  value: DateTimeValue
  onChange: (value: DateTimeValue) => void
  onBlur?: (() => void) | undefined
  /** Put first in the list of zones: the viewer's, the project's, those of many recipients. */
  nearZones?: readonly string[] | undefined
  /** The first and last day to offer. */
  min?: string | undefined
  max?: string | undefined
  disabled?: boolean | undefined
  /** Below it: the same moment elsewhere, a warning about a gap. */
  children?: ReactNode
  /** The field's path in the form, for the error summary. */
  name?: string | undefined
}

/** A day, a time and the zone both are meant in. */
export function DateTimeField({
  value,
  onChange,
  onBlur,
  nearZones = [],
  min,
  max,
  disabled,
  children,
  name,
  ...texts
}: DateTimeFieldProps) {
  const id = useId()
  const invalid = Boolean(texts.error)
  const part = (key: string) => ({ id: `${id}-${key}`, describedBy: undefined, invalid })
  const shared = { disabled, onBlur }
  return (
    <Fieldset {...texts}>
      <div data-field={name} className="flex flex-wrap gap-2">
        <FieldContext value={part('date')}>
          <span className="min-w-40 grow basis-0">
            <TextInput
              {...shared}
              type="date"
              aria-label="Date"
              value={value.date}
              min={min}
              max={max}
              onChange={(event) => onChange({ ...value, date: event.target.value })}
            />
          </span>
        </FieldContext>
        <FieldContext value={part('time')}>
          <span className="min-w-32 grow basis-0">
            <TextInput
              {...shared}
              type="time"
              aria-label="Time"
              value={value.time}
              onChange={(event) => onChange({ ...value, time: event.target.value })}
            />
          </span>
        </FieldContext>
        <FieldContext value={part('zone')}>
          <span className="min-w-52 grow-[2] basis-0">
            <Select
              {...shared}
              aria-label="Time zone"
              value={value.zone}
              onChange={(event) => onChange({ ...value, zone: event.target.value })}
              options={zoneOptions(nearZones, value.zone)}
            />
          </span>
        </FieldContext>
      </div>
      {children}
    </Fieldset>
  )
}

let allZones: { group: string; options: { value: string; label: string }[] }[] | undefined

/** Every zone, by region; the likely ones, which the chosen one is among, come first. */
export function zoneOptions(near: readonly string[], chosen: string) {
  const first = [...new Set([...near, chosen, 'UTC'])].filter(Boolean)
  allZones ??= zonesByRegion()
  return [{ group: 'Near', options: first.map((zone) => zoneOption(zone, zone)) }, ...allZones].map(
    (group, index) =>
      // A value may stand in the list once only, or the browser shows the first as chosen in both places.
      index === 0
        ? group
        : { ...group, options: group.options.filter(({ value }) => !first.includes(value)) },
  )
}

function zonesByRegion() {
  const regions = new Map<string, { value: string; label: string }[]>()
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const [region = zone, ...place] = zone.split('/')
    const options = regions.get(region) ?? []
    options.push(zoneOption(zone, place.join('/') || zone))
    regions.set(region, options)
  }
  return [...regions].map(([group, options]) => ({ group, options }))
}

const zoneOption = (value: string, label: string) => ({ value, label: label.replaceAll('_', ' ') })

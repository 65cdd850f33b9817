import { useState } from 'react'
import { formatInstant, viewerZone, zoneLabel, zoneNames, zoneOffset } from '../lib/time.ts'
import { Combobox, type ComboboxOption } from './combobox.tsx'
import { useNow } from './use-now.ts'

export interface ZonePickerProps {
  /** '' where none is chosen. */
  value: string
  onChange: (zone: string) => void
  onBlur?: (() => void) | undefined
  placeholder?: string | undefined
  /** The field's path in the form, for the error summary. */
  name?: string | undefined
}

/** As many as are worth scrolling through; more words find the others. */
const shown = 40

/** One of all time zones, found by its place, with the time that it is there now. Stands in a `Field`. */
export function ZonePicker({ value, onChange, onBlur, placeholder, name }: ZonePickerProps) {
  const [search, setSearch] = useState('')
  const now = useNow()
  const found = zonesLike(search)
  return (
    <Combobox
      name={name}
      most={1}
      value={value ? [{ value, label: zoneLabel(value) }] : []}
      onChange={([zone]) => onChange(zone?.value ?? '')}
      onBlur={onBlur}
      search={search}
      onSearch={setSearch}
      options={found.slice(0, shown).map((zone) => optionOf(zone, now))}
      total={found.length}
      placeholder={placeholder}
      empty={`No time zone is called “${search}”. Try the largest city near by.`}
    />
  )
}

/** Whose place begins with every typed word; this browser's own first, then those whose city begins so. */
function zonesLike(search: string): string[] {
  const typed = search
    .toLowerCase()
    .split(/[\s/_]+/)
    .filter(Boolean)
  const fits = (zone: string) => {
    const words = zone.toLowerCase().split(/[/_-]/)
    return typed.every((part) => words.some((word) => word.startsWith(part)))
  }
  const own = viewerZone()
  const others = zoneNames().filter((zone) => zone !== own)
  return [own, ...others].filter(fits)
}

function optionOf(zone: string, now: number): ComboboxOption {
  const offset = zoneOffset(zone, now)
  return {
    value: zone,
    label: zoneLabel(zone),
    detail: `${formatInstant(now, 'time', zone)}, ${offset}`,
  }
}

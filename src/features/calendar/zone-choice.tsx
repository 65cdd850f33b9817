import { viewerZone, zoneLabel } from '../../lib/time.ts'
import { Select } from '../../ui/select.tsx'
import { ownZone } from './calendar-search.ts'

export interface ZoneChoiceProps {
  zone: string
  projectZone: string
  /** Undefined for the calendar's own. */
  onZone: (zone: string | undefined) => void
}

/** By whose clocks the days are. */
export function ZoneChoice({ zone, projectZone, onZone }: ZoneChoiceProps) {
  const own = ownZone(projectZone)
  return (
    <span className="w-64 max-w-full">
      <Select
        compact
        aria-label="Time zone"
        value={zone}
        onChange={({ target }) => onZone(target.value === own ? undefined : target.value)}
        options={[...new Set([own, viewerZone(), 'UTC', zone])].map((one) => ({
          value: one,
          label: zoneText(one, projectZone),
        }))}
      />
    </span>
  )
}

function zoneText(zone: string, projectZone: string): string {
  const whose = [zone === projectZone && 'the project’s', zone === viewerZone() && 'yours'].filter(Boolean)
  return whose.length > 0 ? `${zoneLabel(zone)} (${whose.join(', ')})` : zoneLabel(zone)
}

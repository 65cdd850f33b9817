import { useQuery } from '@tanstack/react-query'
import { type LocalTime, type Resolution, zoneLabel, zoneOffset } from '../../lib/time.ts'
import { Notice } from '../../ui/notice.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { chosenTimeQueries, instantOf } from './chosen-time.ts'
import type { EmailValues } from './email-form.ts'
import { MomentElsewhere } from './moment-elsewhere.tsx'

type Reading = EmailValues['reading']

export interface ZoneTruthProps {
  at: LocalTime
  reading: Reading
  onReading: (reading: Reading) => void
  /** '' where nobody has said. */
  projectZone: string
}

/** What the chosen time is elsewhere, and how far off; and whether clocks do something odd just then. */
export function ZoneTruth({ at, reading, onReading, projectZone }: ZoneTruthProps) {
  const { data: resolution } = useQuery(chosenTimeQueries.resolve(at))
  const instant = instantOf(resolution, reading)
  if (!resolution || !instant) return null
  return (
    <div className="mt-3 grid gap-3">
      {resolution.kind !== 'exact' && (
        <OddClocks at={at} resolution={resolution} reading={reading} onReading={onReading} />
      )}
      <MomentElsewhere instant={instant} zone={at.zone} projectZone={projectZone} />
    </div>
  )
}

function OddClocks({
  at: { time, zone },
  resolution,
  reading,
  onReading,
}: Omit<ZoneTruthProps, 'projectZone'> & { resolution: Exclude<Resolution, { kind: 'exact' }> }) {
  const isGap = resolution.kind === 'gap'
  const options = isGap
    ? [
        { value: 'first', label: resolution.shown.time },
        { value: 'other', label: resolution.otherShown.time },
      ]
    : [
        { value: 'first', label: `First, ${zoneOffset(zone, resolution.instant)}` },
        { value: 'other', label: `Second, ${zoneOffset(zone, resolution.other)}` },
      ]
  return (
    <Notice
      tone="warning"
      role="status"
      title={
        isGap
          ? `Clocks in ${zoneLabel(zone)} skip ${time} on that day`
          : `Clocks in ${zoneLabel(zone)} show ${time} twice on that day`
      }
    >
      <RadioGroup
        label="Which one is meant"
        look="segments"
        className="mt-2"
        options={options}
        value={reading}
        onChange={({ target }) => onReading(target.value === 'other' ? 'other' : 'first')}
      />
    </Notice>
  )
}

import { useQuery } from '@tanstack/react-query'
import Clock from 'lucide-react/icons/clock'
import {
  formatInstant,
  type LocalTime,
  type Resolution,
  viewerZone,
  zoneLabel,
  zoneOffset,
} from '../../lib/time.ts'
import { Notice } from '../../ui/notice.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { useNow } from '../../ui/use-now.ts'
import { chosenTimeQueries, instantOf } from './chosen-time.ts'
import type { EmailValues } from './email-form.ts'
import { leadText } from './lead-text.ts'

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
      <Elsewhere instant={instant} chosenZone={at.zone} projectZone={projectZone} />
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

interface ElsewhereProps {
  instant: string
  chosenZone: string
  projectZone: string
}

function Elsewhere({ instant, chosenZone, projectZone }: ElsewhereProps) {
  const now = useNow()
  const moment = Date.parse(instant)
  const viewer = viewerZone()
  const zones = [...new Set([chosenZone, viewer, projectZone, 'UTC'])].filter(Boolean)
  return (
    <div className="rounded-surface bg-sunken px-4 py-3">
      <p className="mb-2 flex items-center gap-2 text-sm font-strong">
        <Clock aria-hidden="true" className="size-4 text-quiet" />
        {moment > now ? `Goes out ${leadText(moment - now)}` : 'This moment has passed'}
      </p>
      <dl className="grid gap-x-6 gap-y-1 text-sm tabular-nums sm:grid-cols-[auto_1fr]">
        {zones.map((zone) => (
          <div key={zone} className="contents max-sm:block">
            <dt className="text-quiet">{placeName(zone, viewer, projectZone)}</dt>
            <dd className="max-sm:mb-1">
              {formatInstant(instant, 'dateTime', zone)}
              {zone !== 'UTC' && <span className="text-quiet"> {zoneOffset(zone, instant)}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function placeName(zone: string, viewer: string, project: string): string {
  const whose = [zone === viewer && 'yours', zone === project && 'the project’s'].filter(Boolean).join(', ')
  return whose ? `${zoneLabel(zone)} (${whose})` : zoneLabel(zone)
}

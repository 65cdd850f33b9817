import Clock from 'lucide-react/icons/clock'
import { formatInstant, viewerZone, zoneLabel, zoneOffset } from '../../lib/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { leadText } from './lead-text.ts'

export interface MomentElsewhereProps {
  instant: string
  /** The zone that comes first: the one it was chosen in, or is looked at in. */
  zone: string
  /** '' where nobody has said. */
  projectZone: string
  /** What it is, once it is over; until then it is said how far off it is. */
  past?: string | undefined
}

/** One moment by the clocks of all who are concerned. */
export function MomentElsewhere({ instant, zone, projectZone, past }: MomentElsewhereProps) {
  const now = useNow()
  const moment = Date.parse(instant)
  const viewer = viewerZone()
  const zones = [...new Set([zone, viewer, projectZone, 'UTC'])].filter(Boolean)
  return (
    <div className="@container rounded-surface bg-sunken px-4 py-3">
      <p className="mb-2 flex items-center gap-2 text-sm font-strong">
        <Clock aria-hidden="true" className="size-4 text-quiet" />
        {moment > now ? `Goes out ${leadText(moment - now)}` : (past ?? 'This moment has passed')}
      </p>
      <dl className="grid gap-x-6 gap-y-1 text-sm tabular-nums @sm:grid-cols-[auto_1fr]">
        {zones.map((one) => (
          <div key={one} className="@max-sm:block @sm:contents">
            <dt className="text-quiet">{placeName(one, viewer, projectZone)}</dt>
            <dd className="@max-sm:mb-1">
              {formatInstant(instant, 'dateTime', one)}
              {one !== 'UTC' && <span className="text-quiet"> {zoneOffset(one, instant)}</span>}
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

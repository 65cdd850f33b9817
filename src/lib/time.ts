// Instants and zones for people. Instants are the API's texts; formatting is Intl's; what moment a clock on a wall means
// is Temporal's, which is loaded only where the browser lacks it and somebody chooses a time.
import type { Temporal } from 'temporal-polyfill'

const styles = {
  /** "Wed, 3 Jun 2026, 09:00" */
  dateTime: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  },
  /** "3 Jun 2026, 09:00:03" */
  exact: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
  /** "Wed, 3 Jun 2026" */
  date: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  /** "Wed, 3 Jun" */
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  /** "Wednesday 3 June 2026" */
  longDate: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  /** "Wednesday 3 June" */
  longDay: { weekday: 'long', day: 'numeric', month: 'long' },
  /** "Wednesday" */
  weekday: { weekday: 'long' },
  /** "Wed" */
  shortWeekday: { weekday: 'short' },
  /** "Jun" */
  shortMonth: { month: 'short' },
  /** "June 2026" */
  month: { month: 'long', year: 'numeric' },
  /** "09:00" */
  time: { hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

export type TimeStyle = keyof typeof styles

/** An instant as the clocks of `zone` show it, in the browser's language. Name the zone beside it where it is not the viewer's. */
export function formatInstant(
  at: string | number,
  style: TimeStyle,
  zone: string = viewerZone(),
  locale?: string,
): string {
  return formatter(locale, zone, styles[style]).format(new Date(at))
}

/** The same with the zone behind it, this browser's where none is given or '': "Wed, 3 Jun 2026, 09:00 Europe/Berlin". */
export function zonedTime(at: string | number, style: TimeStyle, zone?: string, locale?: string): string {
  const shown = zone || viewerZone()
  return `${formatInstant(at, style, shown, locale)} ${zoneLabel(shown)}`
}

/** The zone of this browser. */
export function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Every zone that can be chosen, by its IANA name. */
export function zoneNames(): readonly string[] {
  const names = Intl.supportedValuesOf('timeZone')
  return names.includes('UTC') ? names : ['UTC', ...names]
}

/** `America/New_York` → "America/New York". */
export function zoneLabel(zone: string): string {
  return zone.replaceAll('_', ' ')
}

/** How far the zone is from UTC at that instant: "UTC+02:00", "UTC". */
export function zoneOffset(zone: string, at: string | number): string {
  return zonePart(zone, at, 'longOffset', 'en').replace('GMT', 'UTC').replace('+00:00', '')
}

/** What people call it at that instant: "Central European Summer Time". */
export function zoneLongName(zone: string, at: string | number, locale?: string): string {
  return zonePart(zone, at, 'long', locale)
}

function zonePart(zone: string, at: string | number, timeZoneName: 'longOffset' | 'long', locale?: string) {
  const parts = formatter(locale, zone, { timeZoneName }).formatToParts(new Date(at))
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

/** What a date and a time field hold: `2026-06-03` and `09:00`, meant in `zone`. */
export type LocalTime = { readonly date: string; readonly time: string; readonly zone: string }

/** What the clocks of `zone` show at an instant, to the minute: a date field's starting values. */
export function toLocalTime(at: string | number, zone: string): LocalTime {
  // Swedish writes dates and times as the fields want them: 2026-06-03 09:00.
  const text = formatter('sv-SE', zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at))
  const [date = '', time = ''] = text.split(' ')
  return { date, time, zone }
}

/**
 * What a local time means. Where clocks are put forward some do not exist (`gap`), where they are put back some exist
 * twice (`overlap`): `instant` is then what Temporal's "compatible" takes (after the gap; the earlier one), and the other
 * reading is there to be offered.
 */
export type Resolution =
  | { readonly kind: 'exact'; readonly instant: string }
  | {
      readonly kind: 'gap'
      readonly instant: string
      readonly shown: LocalTime
      readonly other: string
      readonly otherShown: LocalTime
    }
  | { readonly kind: 'overlap'; readonly instant: string; readonly other: string }

/** Undefined while the fields hold no whole date, time and known zone. */
export async function resolveLocalTime({ date, time, zone }: LocalTime): Promise<Resolution | undefined> {
  const { PlainDateTime } = await temporal()
  let early: Temporal.ZonedDateTime
  let late: Temporal.ZonedDateTime
  let meant: Temporal.PlainDateTime
  try {
    meant = PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' })
    early = meant.toZonedDateTime(zone, { disambiguation: 'earlier' })
    late = meant.toZonedDateTime(zone, { disambiguation: 'later' })
  } catch {
    return undefined
  }
  if (early.epochMilliseconds === late.epochMilliseconds) return { kind: 'exact', instant: instantOf(early) }
  if (early.toPlainDateTime().equals(meant))
    return { kind: 'overlap', instant: instantOf(early), other: instantOf(late) }
  return {
    kind: 'gap',
    instant: instantOf(late),
    shown: toLocalTime(late.epochMilliseconds, zone),
    other: instantOf(early),
    otherShown: toLocalTime(early.epochMilliseconds, zone),
  }
}

/** The API's own form. */
function instantOf({ epochMilliseconds }: Temporal.ZonedDateTime): string {
  return new Date(epochMilliseconds).toISOString().replace('Z', '+00:00')
}

async function temporal(): Promise<typeof Temporal> {
  const native = (globalThis as { Temporal?: typeof Temporal }).Temporal
  return native ?? (await import('temporal-polyfill')).Temporal
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making one takes longer than a thousand uses of it. */
function formatter(locale: string | undefined, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale} ${timeZone} ${Object.entries(options)}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone })
  formatters.set(key, made)
  return made
}

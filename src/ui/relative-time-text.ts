const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** "in 3 h", "5 min ago", "just now"; a date once it is more than a week away. */
export function relativeTimeText(at: number, now: number, locale?: string) {
  const distance = Math.abs(at - now)
  if (distance >= 7 * day) return dateText(at, now, locale)
  const amount = amountText(distance, at > now)
  if (!amount) return 'just now'
  return at > now ? `in ${amount}` : `${amount} ago`
}

function amountText(distance: number, isFuture: boolean) {
  // What is to come is counted in seconds to the end; what was is not worth them.
  if (distance < minute)
    return isFuture && distance >= 1_000 ? `${Math.round(distance / 1_000)} s` : undefined
  if (distance < 59.5 * minute) return `${Math.round(distance / minute)} min`
  if (distance < 23.5 * hour) return `${Math.round(distance / hour)} h`
  return `${Math.round(distance / day)} d`
}

function dateText(at: number, now: number, locale?: string) {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(!isThisYear && { year: 'numeric' }),
  }).format(at)
}

/** The same moment in the viewer's zone, named, and in UTC. */
export function exactTimeText(at: number, { locale, zone }: { locale?: string; zone?: string } = {}) {
  const timeZone = zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
  const write = (inZone: string) =>
    new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZone: inZone,
    }).format(at)
  return { local: `${write(timeZone)} ${timeZone.replaceAll('_', ' ')}`, utc: `${write('UTC')} UTC` }
}

// When a key ends: as it is chosen, and as it is told.
import type { ApiKey } from '../../../contract/console.ts'
import { resolveLocalTime } from '../../lib/time.ts'

const hour = 3_600_000
const day = 24 * hour

/** Days from now; `date` is the end of a day that is named, `keep` leaves it as it is. */
export const expiryChoices = ['keep', 'never', '7', '30', '90', '365', 'date'] as const
export type ExpiryChoice = (typeof expiryChoices)[number]

export interface ChosenExpiry {
  readonly expires: ExpiryChoice
  /** `2027-06-03`, where it is a date. */
  readonly date: string
}

/** As the API takes it: '' for never, undefined where nothing is to change or no whole date is named. */
export async function expiryInstant(
  { expires, date }: ChosenExpiry,
  now: number,
  zone: string,
): Promise<string | undefined> {
  if (expires === 'keep') return undefined
  if (expires === 'never') return ''
  if (expires === 'date') return (await resolveLocalTime({ date, time: '23:59', zone }))?.instant
  return new Date(now + Number(expires) * day).toISOString()
}

export type ExpiryState = 'never' | 'expired' | 'soon' | 'later'

/** Within a week it is soon enough to do something about it. */
export function expiryState({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number): ExpiryState {
  if (expiresAt === null) return 'never'
  const left = Date.parse(expiresAt) - now
  if (left <= 0) return 'expired'
  return left <= 7 * day ? 'soon' : 'later'
}

/** "in 3 days", "in 5 hours", "2 days ago"; '' for never. */
export function expiryText({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number, locale?: string): string {
  if (expiresAt === null) return ''
  const left = Date.parse(expiresAt) - now
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
  const [unit, length] =
    Math.abs(left) < hour
      ? (['minute', 60_000] as const)
      : Math.abs(left) < day
        ? (['hour', hour] as const)
        : (['day', day] as const)
  return words.format(Math.trunc(left / length), unit)
}

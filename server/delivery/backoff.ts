// When a transient failure is tried again.
import type { ChannelType } from '../../contract/resource.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

const steps = [2 * second, 8 * second, 30 * second, 2 * minute]
const afterwards = 10 * minute
const longestObeyed = hour

/** Ms until the next attempt after attempt number `attempt` (1 is the first), with full jitter. `random` is 0 to 1. */
export function backoffMs(attempt: number, random: number): number {
  return random * (steps[attempt - 1] ?? afterwards)
}

/** What the provider asks for, in ms, as far as it is obeyed. */
export function obeyedMs(retryAfterMs: number | undefined): number {
  return Math.min(retryAfterMs ?? 0, longestObeyed)
}

/** How old a row may get, from its first attempt, before a transient failure is final: ms. */
export const giveUpAfterMs: Readonly<Record<ChannelType, number>> = { email: 4 * hour, sms: hour, push: hour }

/** Refusals in a row at which a lane begins to wait. */
export const firstPause = 2

/** How long a lane waits whose provider refuses everybody: ms, after that many refusals in a row. */
export function lanePauseMs(refusals: number): number {
  return refusals < firstPause ? 0 : Math.min(10 * minute, 15 * second * 2 ** (refusals - firstPause))
}

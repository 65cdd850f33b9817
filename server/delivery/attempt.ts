// From a channel's outcome to what the ledger keeps of it.
import type { Outcome, Recipient } from '../channels/channel.ts'
import { backoffMs, obeyedMs } from './backoff.ts'
import type { Result } from './lanes.ts'
import { causeCodes, outcomeCodes, stateCodes } from './ledger.ts'

const longestResponse = 4096

/** `laneIsPaused`: the provider refuses everybody, so that a refusal says nothing of this recipient, who goes on waiting. */
export function resultOf(
  recipient: Recipient,
  outcome: Outcome,
  { laneIsPaused, random }: { laneIsPaused: boolean; random: number },
): Result {
  const base = {
    n: recipient.n,
    attempt: recipient.attempt,
    outcome: outcomeCodes[outcome.outcome],
    response: outcome.response.slice(0, longestResponse),
  }
  const none = { cause: null, code: null, delayMs: 0, notBeforeMs: 0, providerMessageId: null }
  if (outcome.outcome === 'accepted') {
    return { ...base, ...none, state: stateCodes.sent, providerMessageId: outcome.providerMessageId }
  }
  const failed = { ...base, ...none, code: outcome.code.slice(0, 128), cause: causeCodes[outcome.outcome] }
  switch (outcome.outcome) {
    case 'transient':
      return {
        ...failed,
        state: stateCodes.pending,
        delayMs: backoffMs(recipient.attempt, random),
        notBeforeMs: obeyedMs(outcome.retryAfterMs),
      }
    case 'unknown':
      return { ...failed, state: stateCodes.inDoubt }
    case 'auth':
    case 'config':
      return laneIsPaused ? { ...failed, state: stateCodes.pending } : { ...failed, state: stateCodes.failed }
    case 'rejected':
    case 'expired':
      return { ...failed, state: stateCodes.failed }
  }
}

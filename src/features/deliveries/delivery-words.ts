import type { AttemptOutcome, Delivery } from '../../../contract/deliveries.ts'
import type { RecipientRole } from '../../../contract/messages.ts'

export const roleWords: Record<RecipientRole, string> = { to: 'To', cc: 'Cc', bcc: 'Bcc' }

export const outcomeWords: Record<AttemptOutcome, string> = {
  accepted: 'Accepted',
  transient: 'Refused for now',
  rejected: 'Refused for good',
  expired: 'Address no longer exists',
  auth: 'Provider refused the credentials',
  config: 'Provider is set up wrong',
  unknown: 'No answer: in doubt',
}

export const reasonWords = {
  expired: 'The address has expired.',
  suppressed: 'Left out: nothing is sent there any more.',
  personDeleted: 'The person has been deleted since.',
} as const

/** The one line that says why a row is as it is; '' where there is nothing to say. */
export function deliveryReason({ reason, error }: Pick<Delivery, 'reason' | 'error'>): string {
  if (reason) return reasonWords[reason]
  return error?.message ?? ''
}

/** Of what went through a test provider. */
export const reachedNobody = 'Test inbox: reached nobody'

// The small numbers in which the ledger is written, and what they mean.
import { sql } from 'kysely'
import type { AttemptOutcome, DeliveryReason } from '../../contract/deliveries.ts'
import type { DeliveryStatus } from '../../contract/delivery-status.ts'
import type { RecipientRole } from '../../contract/messages.ts'

export const stateCodes = {
  pending: 0,
  sending: 1,
  sent: 2,
  failed: 3,
  inDoubt: 4,
  cancelled: 5,
  skipped: 6,
} as const satisfies Record<DeliveryStatus, number>

/** The states whose rows are kept for lists in indexes of their own, as in the migrations. */
export const listedTogether: readonly (readonly number[])[] = [
  [stateCodes.pending, stateCodes.sending],
  [stateCodes.sent],
  [stateCodes.failed, stateCodes.inDoubt],
  [stateCodes.cancelled, stateCodes.skipped],
]

/** The same as literals for statements: the planner matches a partial index (`where state = 0`) with a constant only. */
export const states = literals(stateCodes)

export const roleCodes = { to: 0, cc: 1, bcc: 2 } as const satisfies Record<RecipientRole, number>

/** `personDeleted` stands beside any state: such a row is never opened again. */
export const reasonCodes = {
  expired: 1,
  suppressed: 2,
  personDeleted: 3,
} as const satisfies Record<DeliveryReason, number>

/** Why a row failed or is in doubt. `transient`: its time was up. */
export const causeCodes = {
  rejected: 1,
  expired: 2,
  transient: 3,
  auth: 4,
  config: 5,
  unknown: 6,
  noProvider: 7,
} as const
export const causes = literals(causeCodes)
export type Cause = keyof typeof causeCodes

/** Trying the same again cannot help. */
const permanentCauses: ReadonlySet<Cause> = new Set(['rejected', 'expired'])
export const permanentCauseCodes: readonly number[] = [...permanentCauses].map((cause) => causeCodes[cause])

export const outcomeCodes = {
  accepted: 0,
  transient: 1,
  rejected: 2,
  expired: 3,
  auth: 4,
  config: 5,
  unknown: 6,
} as const satisfies Record<AttemptOutcome, number>

/** By which ways an address was reached; one row may have several. */
export const viaBits = { topic: 1, user: 2, target: 4, copy: 0 } as const

function literals<Name extends string>(codes: Record<Name, number>) {
  const entries = Object.entries<number>(codes).map(([name, code]) => [name, sql.lit(code)])
  return Object.fromEntries(entries) as Record<Name, ReturnType<typeof sql.lit<number>>>
}

export const stateOf = reader(stateCodes)
export const roleOf = reader(roleCodes)
export const reasonOf = reader(reasonCodes)
export const causeOf = reader(causeCodes)
export const outcomeOf = reader(outcomeCodes)

export function isPermanent(cause: Cause): boolean {
  return permanentCauses.has(cause)
}

function reader<Name extends string>(codes: Record<Name, number>): (code: number) => Name {
  const names = new Map(Object.entries<number>(codes).map(([name, code]) => [code, name as Name]))
  return (code) => {
    const name = names.get(code)
    if (name === undefined) throw new Error(`the ledger holds the unknown number ${code}`)
    return name
  }
}

/** `<message seq>-<n>` in base 36: the API's id of a delivery. */
export function deliveryId(message: number, n: number): string {
  return `${message.toString(36)}-${n.toString(36)}`
}

export function readDeliveryId(id: string): { message: number; n: number } | undefined {
  const match = /^([0-9a-z]{1,10})-([0-9a-z]{1,6})$/.exec(id)
  if (!match?.[1] || !match[2]) return undefined
  const n = Number.parseInt(match[2], 36)
  return n > 2 ** 31 - 1 ? undefined : { message: Number.parseInt(match[1], 36), n }
}

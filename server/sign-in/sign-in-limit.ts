// Brute force: each failed sign-in makes the next one wait, for the account and for the address it came from. An attempt
// is counted before the password is looked at, so that a thousand at once are not a thousand guesses; a success takes the
// count back. Nobody is locked out for good, since that would be an attack by itself: see server/administrators/browser.ts.
import ipaddr from 'ipaddr.js'
import { sql } from 'kysely'
import { isEmailAddress } from '../../contract/wire.ts'
import type { Db } from '../db/database.ts'
import { appNow, isOlderThan } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import { Refusal } from '../http/refusal.ts'

const longestSeconds = 15 * 60
const forgottenAfterSeconds = 24 * 3600
/** More are not remembered: the table cannot be filled by making up accounts and addresses. */
const mostRemembered = 10_000

/** What is counted, and how many failures are free: people mistype. */
export type Limit = { readonly key: string; readonly free: number }
export type SignInLimits = { readonly account: Limit; readonly address: Limit }

/** `realm`: whose accounts they are; an address that fails at one realm's is not slowed down at another's. */
export function signInLimits(realm: string, { email, ip }: { email: string; ip: string }): SignInLimits {
  const network = networkOf(ip)
  // What is no address is nobody's account, and may be a password in the wrong field: it is not kept.
  const account = isEmailAddress(email) ? email.toLowerCase() : `none, from ${network}`
  return {
    account: { key: `${realm}/account:${account}`, free: 5 },
    address: { key: `${realm}/address:${network}`, free: 20 },
  }
}

/** Each new account makes the next one from that network wait, as a failed sign-in would: a password's hash is dear. */
export function signUpLimit(realm: string, ip: string): Limit {
  return { key: `${realm}/sign-up:${networkOf(ip)}`, free: 100 }
}

/** Of IPv6 the first half: whoever has one address there has the others as well. */
function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip
  const address = ipaddr.process(ip)
  return address instanceof ipaddr.IPv6 ? address.parts.slice(0, 4).join(':') : address.toString()
}

/** Counts an attempt as failed; throws 429, and counts nothing, while the wait after an earlier one lasts. */
export async function countAttempt(db: Db, limits: readonly Limit[]): Promise<void> {
  await transaction(db, async (tx) => {
    const keys = limits.map(({ key }) => key).sort()
    await tx
      .insertInto('sign_in_failures')
      .values(keys.map((key) => ({ key, failures: 0, last_at: appNow })))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute()
    // Whoever had to wait for a lock here may find a moment that is later than his own.
    const age = sql<number>`greatest(extract(epoch from app.now() - last_at), 0)::float8`.as('age')
    const rows = await tx
      .selectFrom('sign_in_failures')
      .select(['key', 'failures', age])
      .where('key', 'in', keys)
      .orderBy('key')
      .forUpdate()
      .execute()
    const freeOf = (key: string) => limits.find((limit) => limit.key === key)?.free ?? 0
    refuseWhileWaiting(rows.map(({ key, failures, age }) => waitAfter(failures, freeOf(key)) - age))
    await tx
      .updateTable('sign_in_failures')
      .set({ failures: sql`failures + 1`, last_at: appNow })
      .where('key', 'in', keys)
      .execute()
  })
}

function refuseWhileWaiting(waits: readonly number[]): void {
  const wait = Math.ceil(Math.max(0, ...waits))
  if (wait === 0) return
  throw new Refusal('general_rate_limit_exceeded', `Too many attempts. Try again in ${wait} s.`, [], {
    retryAfterSeconds: wait,
  })
}

/** Seconds to wait after that many failures: 1, 2, 4 … up to a quarter of an hour. */
export function waitAfter(failures: number, freeFailures: number): number {
  return failures < freeFailures ? 0 : Math.min(longestSeconds, 2 ** Math.min(20, failures - freeFailures))
}

/** The wait begins when the attempt has failed, and not while its password was looked at. */
export async function beginWait(db: Db, limits: readonly Limit[]): Promise<void> {
  const keys = limits.map(({ key }) => key)
  await db.updateTable('sign_in_failures').set({ last_at: appNow }).where('key', 'in', keys).execute()
}

/** The attempt was none: the account's failures are forgotten, and the address has one less. */
export async function forgiveAttempt(
  tx: Db,
  { account, address }: { readonly account?: Limit; readonly address?: Limit },
): Promise<void> {
  if (account) await forgetFailures(tx, account)
  if (!address) return
  await tx
    .updateTable('sign_in_failures')
    .set({ failures: sql`greatest(failures - 1, 0)` })
    .where('key', '=', address.key)
    .execute()
}

export async function forgetFailures(db: Db, { key }: Limit): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('key', '=', key).execute()
}

/** Takes away what is a day old, and the oldest where there are too many. */
export async function sweepFailures(db: Db): Promise<void> {
  await db.deleteFrom('sign_in_failures').where(isOlderThan('last_at', forgottenAfterSeconds)).execute()
  await sql`
    delete from sign_in_failures where seq in (
      select seq from sign_in_failures order by last_at desc, seq desc offset ${mostRemembered}
    )
  `.execute(db)
}

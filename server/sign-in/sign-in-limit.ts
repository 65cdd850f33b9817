// Brute force: each failed sign-in makes the next one wait, for the account and for the address it came from. Nobody is
// locked out for good, since that would be an attack by itself.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import { Refusal } from '../http/refusal.ts'

const longestSeconds = 15 * 60
const forgottenAfterSeconds = 24 * 3600

/** What is counted, and how many failures are free: people mistype. */
export type Limit = { readonly key: string; readonly free: number }
export type SignInLimits = { readonly account: Limit; readonly address: Limit }

/** `realm`: whose accounts they are; an address that fails at one realm's is not slowed down at another's. */
export function signInLimits(realm: string, { email, ip }: { email: string; ip: string }): SignInLimits {
  return {
    account: { key: `${realm}/account:${email.toLowerCase()}`, free: 5 },
    address: { key: `${realm}/address:${ip}`, free: 20 },
  }
}

/** Throws 429 while the wait of the last failure lasts. */
export async function refuseWhileWaiting(db: Db, limits: readonly Limit[]): Promise<void> {
  const rows = await db
    .selectFrom('sign_in_failures')
    .select(['key', 'failures', sql<number>`extract(epoch from app.now() - last_at)::float8`.as('age')])
    .where(
      'key',
      'in',
      limits.map(({ key }) => key),
    )
    .execute()
  const waits = rows.map(
    (row) => waitAfter(row.failures, limits.find(({ key }) => key === row.key)?.free ?? 0) - row.age,
  )
  const wait = Math.ceil(Math.max(0, ...waits))
  if (wait > 0) {
    throw new Refusal('general_rate_limit_exceeded', `Too many attempts. Try again in ${wait} s.`, [], {
      retryAfterSeconds: wait,
    })
  }
}

/** Seconds to wait after that many failures: 1, 2, 4 … up to a quarter of an hour. */
export function waitAfter(failures: number, freeFailures: number): number {
  return failures < freeFailures ? 0 : Math.min(longestSeconds, 2 ** Math.min(20, failures - freeFailures))
}

export async function recordFailure(db: Db, limits: readonly Limit[]): Promise<void> {
  const rows = limits.map(({ key }) => ({ key, failures: 1, last_at: appNow }))
  await db
    .insertInto('sign_in_failures')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({ failures: sql`sign_in_failures.failures + 1`, last_at: appNow }),
    )
    .execute()
  await db
    .deleteFrom('sign_in_failures')
    .where(sql<boolean>`last_at < app.now() - make_interval(secs => ${forgottenAfterSeconds})`)
    .execute()
}

export async function forgetFailures(db: Db, { key }: Limit): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('key', '=', key).execute()
}

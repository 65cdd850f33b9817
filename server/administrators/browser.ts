// Browsers in which an administrator has signed in before. Whoever tries passwords for his account makes strangers wait,
// and not him: from a known browser only its own failures count. Its token is signed and kept nowhere; it opens nothing,
// and another password ends it.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { AdministratorTable } from '../db/tables.ts'
import type { Secrets } from '../secrets/secrets.ts'

type Account = Pick<Selectable<AdministratorTable>, 'id' | 'password_hash'>

export function makeBrowserToken(secrets: Secrets, account: Account): string {
  const nonce = randomBytes(16).toString('base64url')
  return `${nonce}.${sign(secrets, account, nonce)}`
}

/** What to count the browser's failures by; nothing where it is not known to this account. */
export function knownBrowser(
  secrets: Secrets,
  account: Account,
  token: string | undefined,
): string | undefined {
  const [nonce = '', signature = ''] = token?.split('.') ?? []
  if (nonce.length !== 22) return undefined
  const given = Buffer.from(signature)
  const right = Buffer.from(sign(secrets, account, nonce))
  return given.length === right.length && timingSafeEqual(given, right) ? nonce : undefined
}

function sign(secrets: Secrets, { id, password_hash }: Account, nonce: string): string {
  return createHmac('sha256', secrets.keyFor('browsers'))
    .update(JSON.stringify([id, password_hash, nonce]))
    .digest('base64url')
}

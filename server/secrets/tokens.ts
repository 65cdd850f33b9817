// Signed tokens: JWTs (RFC 7519) by HS256, each under a key of its own purpose, which it names (`kid`).
import { CompactSign, compactVerify } from 'jose'
import type { Purpose, Secrets } from './secrets.ts'

type SigningPurpose = Extract<Purpose, 'userTokens' | 'fileLinks'>

/** `claims` have their `exp`, in seconds, by the database's clock. */
export async function signToken(
  secrets: Secrets,
  purpose: SigningPurpose,
  claims: { readonly exp: number; readonly [claim: string]: unknown },
): Promise<string> {
  const [newest] = secrets.keysFor(purpose)
  if (!newest) throw new Error(`there is no key for ${purpose}`)
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: newest.id })
    .sign(newest.bytes)
}

/**
 * The claims of a token that one of our keys has signed; undefined for everything else (foreign keys, `alg: none`). Whether
 * it has expired is not asked here: the database has the clock.
 */
export async function readToken(secrets: Secrets, purpose: SigningPurpose, token: string): Promise<unknown> {
  const keyOf = ({ kid }: { kid?: string }) => {
    const key = secrets.keysFor(purpose).find((candidate) => candidate.id === kid)
    if (!key) throw new Error('no key of ours')
    return key.bytes
  }
  try {
    const { payload } = await compactVerify(token, keyOf, { algorithms: ['HS256'] })
    return JSON.parse(new TextDecoder().decode(payload)) as unknown
  } catch {
    return undefined
  }
}

// The tokens that Apple knows a provider by (ES256): good for an hour, and refused where they change more often than every 20
// minutes.
import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import type { ApnsSettings } from './settings.ts'

export type Token = { readonly jwt: string; readonly issuedAt: number }

/**
 * Tokens are issued for a half hour of the clock and not for the moment: so all processes that send with one key say the same of
 * it, and it changes as seldom as if there were one.
 */
const slotSeconds = 30 * 60
const changedAgainSeconds = 20 * 60

export type Tokens = {
  readonly current: () => Promise<Token>
  /** Apple says that the token is too old: a newer one, where there may be one already. */
  readonly renewed: (refused: Token) => Promise<Token | undefined>
}

export function createTokens(settings: ApnsSettings, now: () => number = Date.now): Tokens {
  let slot = 0
  let newest = 0
  let token: Promise<Token> | undefined

  const seconds = () => Math.floor(now() / 1_000)

  function issue(issuedAt: number): Promise<Token> {
    newest = issuedAt
    token = sign(settings, issuedAt)
    return token
  }

  return {
    current: () => {
      const wanted = seconds() - (seconds() % slotSeconds)
      if (token && slot === wanted) return token
      slot = wanted
      return issue(wanted)
    },
    renewed: async (refused) => {
      if (newest > refused.issuedAt) return token
      return seconds() - refused.issuedAt < changedAgainSeconds ? undefined : issue(seconds())
    },
  }
}

/** Of so many keys the tokens are kept. */
const mostKeys = 100

/** One for each key, whoever asks: a check beside the sending would be another token otherwise. */
export function createTokensByKey(): (settings: ApnsSettings) => Tokens {
  const known = new Map<string, Tokens>()
  return (settings) => {
    const name = nameOf(settings)
    const tokens = known.get(name) ?? createTokens(settings)
    known.delete(name)
    known.set(name, tokens)
    if (known.size > mostKeys) known.delete(known.keys().next().value ?? '')
    return tokens
  }
}

function nameOf({ key, keyId, teamId }: ApnsSettings): string {
  const secret = key.export({ type: 'pkcs8', format: 'der' })
  return createHash('sha256')
    .update(JSON.stringify([teamId, keyId]))
    .update(secret)
    .digest('hex')
}

async function sign({ key, keyId, teamId }: ApnsSettings, issuedAt: number): Promise<Token> {
  const jwt = await new SignJWT({ iss: teamId, iat: issuedAt })
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .sign(key)
  return { jwt, issuedAt }
}

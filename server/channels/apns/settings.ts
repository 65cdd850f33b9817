// An APNs provider's stored fields, read once per version of the provider.
import type { KeyObject } from 'node:crypto'
import * as z from 'zod'
import type { ChannelProvider } from '../channel.ts'
import { readPrivateKey } from '../private-key.ts'

const credentials = z.object({
  authKey: z.string(),
  // Both are part of a token, the bundle of a header.
  authKeyId: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  teamId: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  bundleId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,254}$/),
})

const options = z.object({ sandbox: z.boolean().default(false) })

export type ApnsSettings = {
  readonly key: KeyObject
  readonly keyId: string
  readonly teamId: string
  readonly bundleId: string
  readonly origin: string
  /** What no text of ours may repeat. */
  readonly secrets: readonly string[]
}

const origins = { production: 'https://api.push.apple.com', sandbox: 'https://api.sandbox.push.apple.com' }

/** Undefined where a stored field is not what it should be. `origin` takes the place of Apple's two. */
export function readSettings(
  provider: ChannelProvider,
  origin: string | undefined,
): ApnsSettings | undefined {
  const known = credentials.safeParse(provider.credentials)
  const chosen = options.safeParse(provider.options)
  if (!known.success || !chosen.success) return undefined
  const { authKey, authKeyId, teamId, bundleId } = known.data
  const key = readPrivateKey(authKey)
  if (key?.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined
  return {
    key,
    keyId: authKeyId,
    teamId,
    bundleId,
    origin: origin ?? (chosen.data.sandbox ? origins.sandbox : origins.production),
    secrets: [authKey],
  }
}

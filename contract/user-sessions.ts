// End users' sessions and JWTs, as Appwrite shows them.
import * as z from 'zod'
import { log } from './logs.ts'
import { resource } from './resource.ts'
import { instant, wholeNumber } from './wire.ts'

const agent = log.pick({
  ip: true,
  osCode: true,
  osName: true,
  osVersion: true,
  clientType: true,
  clientCode: true,
  clientName: true,
  clientVersion: true,
  clientEngine: true,
  clientEngineVersion: true,
  deviceName: true,
  deviceBrand: true,
  deviceModel: true,
  countryCode: true,
  countryName: true,
})

export const userSession = resource.extend({
  userId: z.string(),
  expire: instant,
  /** How it began: `email` by address and password, `server` by a program. */
  provider: z.enum(['email', 'server']),
  providerUid: z.string(),
  providerAccessToken: z.string(),
  providerAccessTokenExpiry: z.string(),
  providerRefreshToken: z.string(),
  ...agent.shape,
  current: z.boolean(),
  factors: z.array(z.string()),
  /** What `X-Appwrite-Session` takes; '' for whoever has it as a cookie. */
  secret: z.string(),
  mfaUpdatedAt: z.string(),
})
export type UserSession = z.infer<typeof userSession>

export const jwt = z.object({ jwt: z.string() })
export type Jwt = z.infer<typeof jwt>

/** Seconds that a JWT is good for. */
export const jwtDuration = wholeNumber(0, 3600).default(900)

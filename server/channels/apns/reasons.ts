// What Apple's answers mean: "Handling notification responses from APNs".
import type { AttemptOutcome } from '../../../contract/deliveries.ts'

export type Failure = Exclude<AttemptOutcome, 'accepted' | 'unknown'>

type Meaning = { readonly outcome: Failure; readonly says: string }

const ours = 'Apple does not take what Carillon sent'

const meanings: Readonly<Record<string, Meaning>> = {
  BadDeviceToken: {
    outcome: 'expired',
    says: 'Apple does not know this device; if it knows none, it is the sandbox switch that is wrong',
  },
  Unregistered: { outcome: 'expired', says: 'the app is not on this device any more' },
  ExpiredToken: { outcome: 'expired', says: 'the device has another token by now' },
  DeviceTokenNotForTopic: {
    outcome: 'rejected',
    says: 'the device has another app than that of the bundle ID',
  },
  PayloadTooLarge: { outcome: 'rejected', says: 'the notification is larger than Apple takes' },
  MissingTopic: { outcome: 'config', says: ours },
  BadTopic: { outcome: 'config', says: 'the bundle ID is none' },
  TopicDisallowed: { outcome: 'config', says: 'the key may not send to the app of this bundle ID' },
  InvalidPushType: { outcome: 'config', says: ours },
  BadPriority: { outcome: 'config', says: ours },
  BadCollapseId: { outcome: 'config', says: ours },
  BadMessageId: { outcome: 'config', says: ours },
  BadExpirationDate: { outcome: 'config', says: ours },
  PayloadEmpty: { outcome: 'config', says: ours },
  DuplicateHeaders: { outcome: 'config', says: ours },
  MissingDeviceToken: { outcome: 'config', says: ours },
  BadPath: { outcome: 'config', says: ours },
  MethodNotAllowed: { outcome: 'config', says: ours },
  InvalidProviderToken: {
    outcome: 'auth',
    says: 'Apple does not take the key: key, key ID and team ID belong together',
  },
  MissingProviderToken: { outcome: 'auth', says: 'Apple does not take the key' },
  ExpiredProviderToken: {
    outcome: 'auth',
    says: 'Apple finds the token too old: is the clock of this machine right?',
  },
  Forbidden: { outcome: 'auth', says: 'Apple does not let this key in' },
  BadCertificate: { outcome: 'auth', says: 'Apple does not take the certificate' },
  BadCertificateEnvironment: { outcome: 'auth', says: 'Apple does not take the certificate here' },
  BadEnvironmentKeyIdInToken: { outcome: 'auth', says: 'the key is for the other of production and sandbox' },
  BadEnvironmentKeyInToken: { outcome: 'auth', says: 'the key is for the other of production and sandbox' },
  UnrelatedKeyIdInToken: { outcome: 'auth', says: 'the connection belongs to another key' },
  IdleTimeout: { outcome: 'transient', says: 'Apple closed the connection' },
  TooManyRequests: {
    outcome: 'transient',
    says: 'too many notifications went to this device in a short time',
  },
  TooManyProviderTokenUpdates: { outcome: 'transient', says: 'the token changed too often' },
  InternalServerError: { outcome: 'transient', says: 'Apple has a problem of its own' },
  ServiceUnavailable: { outcome: 'transient', says: 'Apple cannot take it now' },
  Shutdown: { outcome: 'transient', says: 'Apple cannot take it now' },
}

/** By the reason, and where that is none that we know, by the status. */
export function meaningOf(status: number, reason: string): Meaning {
  const known = meanings[reason]
  if (known) return known
  if (status === 410) return { outcome: 'expired', says: 'the device takes no notifications any more' }
  if (status === 429 || status >= 500) return { outcome: 'transient', says: 'Apple cannot take it now' }
  if (status === 401 || status === 403) return { outcome: 'auth', says: 'Apple does not take the key' }
  if (status === 413) return { outcome: 'rejected', says: 'the notification is larger than Apple takes' }
  return { outcome: 'config', says: ours }
}

// Push notifications to Apple's devices: a request for each over one HTTP/2 connection per provider.
import { createHash } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type tls from 'node:tls'
import type { Channel, ChannelProvider, Check, Outcome, PushContent, Recipient } from '../channel.ts'
import { type LookUp, type Networks, OutboundError } from '../outbound.ts'
import { responseText } from '../response-text.ts'
import { readRetryAfter } from '../retry-after.ts'
import { type Answer, type ConnectionOptions, type Deadlines, openConnection } from './connection.ts'
import { largestPayload, type Notification, notificationOf } from './notification.ts'
import { createPool, type Pool } from './pool.ts'
import { meaningOf } from './reasons.ts'
import { type ApnsSettings, readSettings } from './settings.ts'
import { createTokensByKey, type Token, type Tokens } from './token.ts'

export type ApnsChannelOptions = {
  readonly networks: Networks
  /** In place of Apple's: a gateway or a stand-in; `http:` is HTTP/2 without TLS. */
  readonly origin?: string | undefined
  readonly deadlines?: Partial<Deadlines>
  readonly pingEveryMs?: number
  /** For tests: trusted authorities in place of the runtime's, and name servers in place of the system's. */
  readonly tls?: tls.ConnectionOptions | undefined
  readonly lookUp?: LookUp | undefined
}

const usualDeadlines: Deadlines = { connect: 10_000, request: 30_000, ping: 10_000 }
/** Apple asks that connections are kept for hours, and that one is told by pings whether they still are. */
const usualPingEveryMs = 10 * 60_000
/** Requests at once. Apple allows more; at 50 ms each these are 2,000 a second. */
const atOnce = 100

/** For so long Apple tries a device that is not reached: as long as Google does. */
const keptForSeconds = 28 * 24 * 3600

export function createApnsChannel(options: ApnsChannelOptions): Channel {
  const connecting: ConnectionOptions = {
    networks: options.networks,
    deadlines: { ...usualDeadlines, ...options.deadlines },
    pingEveryMs: options.pingEveryMs ?? usualPingEveryMs,
    lookUp: options.lookUp,
    tls: options.tls,
  }
  const tokensOf = createTokensByKey()
  const senderWith = (settings: ApnsSettings) => makeSender(settings, tokensOf(settings), connecting)
  const senders = createSenders(options.origin, senderWith)
  return {
    batchSize: 1,
    concurrency: atOnce,
    idempotent: false,
    check: (provider, { signal }) => check(readSettings(provider, options.origin), senderWith, signal),
    send: async (provider, content, recipients, { signal }) => {
      if (content.type !== 'push')
        return all(recipients, failed('rejected', 'WRONG_CONTENT', 'Only push notifications go to Apple.'))
      const sender = senders.of(provider)
      if (!sender)
        return all(
          recipients,
          failed('config', 'SETTINGS', 'The key or another setting of the provider cannot be read.'),
        )
      // Each request listens, and a hundred are under way.
      setMaxListeners(0, signal)
      return Promise.all(recipients.map((recipient) => sendTo(sender, content, recipient, signal)))
    },
    close: senders.close,
  }
}

// --- Senders --------------------------------------------------------------------------------------------------------

/** What one provider sends with, as it is set up. */
type Sender = { readonly settings: ApnsSettings; readonly tokens: Tokens; readonly pool: Pool }

type SenderWith = (settings: ApnsSettings) => Sender

function createSenders(origin: string | undefined, senderWith: SenderWith) {
  const known = new Map<number, { version: string; sender: Sender }>()
  const pools = new Set<Pool>()

  return {
    /** Undefined where the provider's settings cannot be read. */
    of(provider: ChannelProvider): Sender | undefined {
      const current = known.get(provider.seq)
      if (current?.version === provider.version) return current.sender
      current?.sender.pool.retire()
      known.delete(provider.seq)
      const settings = readSettings(provider, origin)
      if (!settings) return undefined
      const sender = senderWith(settings)
      pools.add(sender.pool)
      void sender.pool.ended.then(() => pools.delete(sender.pool))
      known.set(provider.seq, { version: provider.version, sender })
      return sender
    },
    async close(): Promise<void> {
      for (const pool of pools) pool.retire()
      await Promise.all([...pools].map(({ ended }) => ended))
    },
  }
}

function makeSender(settings: ApnsSettings, tokens: Tokens, connecting: ConnectionOptions): Sender {
  const open = (onRoom: () => void) =>
    openConnection(settings.origin, connecting, AbortSignal.timeout(connecting.deadlines.connect), onRoom)
  return { settings, tokens, pool: createPool(open, connecting.deadlines.request) }
}

// --- Sending --------------------------------------------------------------------------------------------------------

async function sendTo(
  sender: Sender,
  content: PushContent,
  recipient: Recipient,
  signal: AbortSignal,
): Promise<Outcome> {
  const notification = notificationOf(content)
  const { length } = notification.body
  if (length > largestPayload) {
    const said = `The notification has ${length} bytes with all that it carries; Apple takes ${largestPayload}.`
    return failed('rejected', 'TOO_LARGE', said)
  }
  // It becomes a part of the path.
  if (!/^[0-9a-fA-F]{2,400}$/.test(recipient.identifier))
    return failed('rejected', 'INVALID_ADDRESS', "This is no device's token: those are hexadecimal.")
  try {
    return await sendWithToken(sender, notification, recipient, await sender.tokens.current(), signal)
  } catch (error) {
    // Only what happens before the first byte is thrown.
    return describeFailure(error, sender.settings.origin, signal)
  }
}

/** Once more with a newer token, or over another connection, where Apple says that this one does not do. */
async function sendWithToken(
  sender: Sender,
  notification: Notification,
  recipient: Recipient,
  token: Token,
  signal: AbortSignal,
  isSecond = false,
): Promise<Outcome> {
  const { pool, settings, tokens } = sender
  const request = requestFor(settings, notification, recipient, token)
  const answer = await pool.send(request, signal)
  const reason = answer.kind === 'answered' ? readReason(answer.body).reason : ''
  if (!isSecond && reason === 'ExpiredProviderToken') {
    const newer = await tokens.renewed(token)
    if (newer) return sendWithToken(sender, notification, recipient, newer, signal, true)
  }
  if (!isSecond && reason === 'UnrelatedKeyIdInToken') {
    pool.renew()
    return sendWithToken(sender, notification, recipient, token, signal, true)
  }
  return outcomeOf(answer, { ...settings, secrets: [...settings.secrets, token.jwt] }, recipient)
}

function requestFor(
  settings: ApnsSettings,
  { headers, body }: Notification,
  recipient: Recipient,
  token: Token,
) {
  return {
    path: `/3/device/${recipient.identifier}`,
    headers: {
      ...headers,
      authorization: `bearer ${token.jwt}`,
      'apns-id': apnsId(settings, recipient),
      'apns-topic': settings.bundleId,
      'apns-expiration': String(Math.floor(Date.now() / 1_000) + keptForSeconds),
    },
    body,
  }
}

/** The same in every attempt, as a UUID. */
function apnsId({ teamId, keyId, bundleId }: ApnsSettings, { message, n }: Recipient): string {
  const name = JSON.stringify([teamId, keyId, bundleId, message, n])
  const hex = createHash('sha256').update(name).digest('hex')
  // RFC 9562 §5.8: version 8, of a form of our own.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

// --- Outcomes -------------------------------------------------------------------------------------------------------

type Failed = Exclude<Outcome, { outcome: 'accepted' }>

function failed(outcome: Failed['outcome'], code: string, response: string): Failed {
  return { outcome, code, response }
}

function all(recipients: readonly unknown[], outcome: Outcome): readonly Outcome[] {
  return recipients.map(() => outcome)
}

const losses = {
  closed: { code: 'CONNECTION_LOST', says: 'Apple closed the connection' },
  timedOut: { code: 'TIMEOUT', says: 'Apple did not answer in time' },
  aborted: { code: 'ABORTED', says: 'Sending was stopped' },
} as const

function outcomeOf(answer: Answer, settings: ApnsSettings, recipient: Recipient): Outcome {
  if (answer.kind === 'lost') {
    const { code, says } = losses[answer.why]
    return answer.doubtful
      ? failed('unknown', code, `${says} after it had the notification; whether it took it is not known.`)
      : failed('transient', code, `${says} before it looked at the notification.`)
  }
  const { status, headers } = answer
  if (status === 200) {
    const providerMessageId = headers['apns-id'] ?? apnsId(settings, recipient)
    return { outcome: 'accepted', providerMessageId, response: `${status}` }
  }
  // Apple leads nobody elsewhere: whatever is said with it, it is not Apple that says it.
  if (status >= 300 && status < 400) {
    const says = 'what answers there is not Apple, and where it leads is not followed'
    return failed('config', String(status), `${status}: ${says}.`)
  }
  const { reason, since } = readReason(answer.body)
  const { outcome, says } = meaningOf(status, reason)
  const retryAfterMs = readRetryAfter(headers['retry-after'])
  const said = reason || answer.body
  return {
    ...failed(
      outcome,
      reason || String(status),
      responseText(`${status} ${said}: ${says}.`, settings.secrets),
    ),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(outcome === 'expired' && since !== undefined ? { since } : {}),
  }
}

/** `{ "reason": …, "timestamp": … }`; whatever else it may be, it has none. */
function readReason(body: string): { reason: string; since: string | undefined } {
  try {
    const { reason, timestamp } = Object(JSON.parse(body)) as { reason?: unknown; timestamp?: unknown }
    return {
      reason: typeof reason === 'string' && /^\w{1,64}$/.test(reason) ? reason : '',
      since: typeof timestamp === 'number' ? readTimestamp(timestamp) : undefined,
    }
  } catch {
    return { reason: '', since: undefined }
  }
}

/** Ms; what is no time, or far from any that Apple could mean, is left out. */
function readTimestamp(ms: number): string | undefined {
  return ms > 1e12 && ms < 1e13 ? new Date(ms).toISOString() : undefined
}

const problems = {
  notAllowed: { code: 'ADDRESS_NOT_ALLOWED', says: 'is at an address that providers may not reach here' },
  unknownName: { code: 'DNS', says: 'is a name that cannot be found' },
  lookUpFailed: { code: 'DNS', says: 'could not be looked up' },
  refused: { code: 'CONNECTION_REFUSED', says: 'refused the connection' },
  unreachable: { code: 'UNREACHABLE', says: 'cannot be reached' },
  timedOut: { code: 'TIMEOUT', says: 'did not answer in time' },
  aborted: { code: 'TIMEOUT', says: 'did not answer in time' },
  noHttp2: { code: 'PROTOCOL', says: 'does not answer in HTTP/2, so it is not Apple' },
  encryption: { code: 'TLS', says: 'and we could not agree on encryption (TLS)' },
} as const

/** Nothing has been sent. */
function describeFailure(error: unknown, origin: string, signal: AbortSignal): Outcome {
  if (signal.aborted) return failed('transient', 'ABORTED', 'Sending was stopped before it began.')
  const problem = problemOf(error)
  if (!problem)
    return failed('transient', 'INTERNAL', 'Something went wrong on our side before anything was sent.')
  const { code, says } = problems[problem]
  const isOfSettings = problem === 'notAllowed' || problem === 'noHttp2'
  return failed(isOfSettings ? 'config' : 'transient', code, `${new URL(origin).host} ${says}.`)
}

function problemOf(error: unknown): keyof typeof problems | undefined {
  if (error instanceof OutboundError) return error.problem
  if (!(error instanceof Error)) return undefined
  if (error.name === 'TimeoutError') return 'timedOut'
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ERR_HTTP2_ERROR') return 'noHttp2'
  if (/CERT|SELF_SIGNED|ALTNAME|ERR_TLS|ERR_SSL|UNABLE_TO/.test(code)) return 'encryption'
  return 'unreachable'
}

// --- Check ----------------------------------------------------------------------------------------------------------

/** No device has this token: Apple looks at the key first, and then says so. */
const nobody: Recipient = { message: 0, n: 0, role: 'to', identifier: '0'.repeat(64), attempt: 1 }
const silent: PushContent = { type: 'push', payload: { contentAvailable: true } }

async function check(
  settings: ApnsSettings | undefined,
  senderWith: SenderWith,
  signal: AbortSignal,
): Promise<Check> {
  if (!settings) return { ok: false, detail: 'The key or another setting of the provider cannot be read.' }
  const sender = senderWith(settings)
  const outcome = await sendTo(sender, silent, nobody, signal)
  sender.pool.retire()
  const { host } = new URL(settings.origin)
  if (outcome.outcome === 'accepted' || outcome.code === 'BadDeviceToken') {
    const detail = `${host} takes the key. Whether it may send to ${settings.bundleId} shows with the first device.`
    return { ok: true, detail }
  }
  return { ok: false, detail: outcome.response }
}

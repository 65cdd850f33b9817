// In the place of Apple's push service: real HTTP/2, and as strict. It judges each request by what Apple documents, answers with
// Apple's reasons, and does to devices what its script says. It allows one request at a time until the first good one.
import type { KeyObject } from 'node:crypto'
import http2 from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { jwtVerify } from 'jose'

/** What happens to a device instead of being taken. `times`: so often, then no more. */
export type Fate = {
  readonly times?: number
  readonly status?: number
  readonly reason?: string
  readonly timestamp?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The whole body, in place of the reason. */
  readonly body?: string
  /**
   * `refuse`: the stream, unlooked at. `goAway`: the server takes nothing more, and did not look at this one (which may not be the
   * first of its connection). `kill`: the connection
   * breaks with it. `silent`: no answer ever. `reset`: the stream breaks.
   */
  readonly act?: 'refuse' | 'goAway' | 'kill' | 'silent' | 'reset'
}

export type ApnsOptions = {
  /** The public halves, by the keys' ids. */
  readonly keys: Readonly<Record<string, KeyObject>>
  readonly teamId: string
  readonly bundleId: string
  readonly fates?: Readonly<Record<string, Fate>>
  /** Requests at once, after the first good one. */
  readonly streams?: number
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Ms before each answer. */
  readonly delayMs?: number
}

export type Push = {
  readonly device: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Record<string, unknown>
  readonly bytes: number
  readonly connection: number
}

type Refused = { status: number; reason: string; timestamp?: number }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const types = new Set(['alert', 'background', 'location', 'voip', 'complication', 'fileprovider', 'mdm'])

export async function startApns(options: ApnsOptions) {
  const { fates = {}, streams = 100, delayMs = 0 } = options
  const pushes: Push[] = []
  const refusals: string[] = []
  const tokens = new Map<string, { jwt: string; since: number }>()
  const left = new Map<string, number>()
  const sessions = new Set<http2.Http2Session>()
  const sockets = new Map<number | undefined, Socket>()
  let connections = 0
  let underWay = 0
  let most = 0

  const settings = { maxConcurrentStreams: 1 }
  const server = options.tls
    ? http2.createSecureServer({ ...options.tls, settings, allowHTTP1: false })
    : http2.createServer({ settings })
  server.on('connection', (socket: Socket) => void sockets.set(socket.remotePort, socket))
  server.on('session', (session) => {
    const state = { number: ++connections, keyId: undefined as string | undefined, hasTaken: false }
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => {})
    session.on('stream', (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => {
      stream.on('error', () => {})
      underWay++
      most = Math.max(most, underWay)
      stream.on('close', () => underWay--)
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => void answer(session, state, stream, headers, Buffer.concat(parts)))
    })
  })

  async function answer(
    session: http2.ServerHttp2Session,
    state: { number: number; keyId: string | undefined; hasTaken: boolean },
    stream: http2.ServerHttp2Stream,
    headers: http2.IncomingHttpHeaders,
    body: Buffer,
  ): Promise<void> {
    const device = /^\/3\/device\/([0-9a-fA-F]+)$/.exec(String(headers[':path']))?.[1] ?? ''
    const fate = fateOf(device)
    if (fate?.act) return act(fate.act, session, stream)
    const refused = (await judge(state, headers, body, device)) ?? scripted(fate)
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    if (stream.destroyed) return
    const id = String(headers['apns-id'] ?? '')
    if (refused) {
      refusals.push(refused.reason)
      const { status, ...said } = refused
      stream.respond({ ':status': status, 'apns-id': id, ...fate?.headers })
      stream.end(fate?.body ?? JSON.stringify(said))
      return
    }
    if (!state.hasTaken) session.settings({ maxConcurrentStreams: streams })
    state.hasTaken = true
    pushes.push({
      device,
      headers: headers as Record<string, string>,
      payload: JSON.parse(body.toString()) as Record<string, unknown>,
      bytes: body.length,
      connection: state.number,
    })
    stream.respond({ ':status': 200, 'apns-id': id })
    stream.end()
  }

  function fateOf(device: string): Fate | undefined {
    const fate = fates[device]
    if (fate?.times === undefined) return fate
    const still = left.get(device) ?? fate.times
    left.set(device, still - 1)
    return still > 0 ? fate : undefined
  }

  function act(
    what: NonNullable<Fate['act']>,
    session: http2.ServerHttp2Session,
    stream: http2.ServerHttp2Stream,
  ) {
    if (what === 'refuse') stream.close(http2.constants.NGHTTP2_REFUSED_STREAM)
    if (what === 'reset') stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR)
    if (what === 'kill') sockets.get(session.socket.remotePort)?.destroy()
    if (what === 'goAway') {
      const reason = Buffer.from('{"reason":"Shutdown"}')
      session.goaway(http2.constants.NGHTTP2_NO_ERROR, (stream.id ?? 1) - 2, reason)
    }
  }

  function scripted(fate: Fate | undefined): Refused | undefined {
    if (fate?.status === undefined) return undefined
    const { status, reason = '', timestamp } = fate
    return { status, reason, ...(timestamp === undefined ? {} : { timestamp }) }
  }

  async function judge(
    state: { keyId: string | undefined },
    headers: http2.IncomingHttpHeaders,
    body: Buffer,
    device: string,
  ): Promise<Refused | undefined> {
    const bad = (reason: string, status = 400): Refused => ({ status, reason })
    if (headers[':method'] !== 'POST') return bad('MethodNotAllowed', 405)
    if (device === '') return bad('BadPath', 404)
    const notLetIn = await judgeToken(state, String(headers.authorization ?? ''))
    if (notLetIn) return notLetIn
    if (headers['apns-topic'] === undefined) return bad('MissingTopic')
    if (headers['apns-topic'] !== options.bundleId) return bad('TopicDisallowed')
    if (!uuid.test(String(headers['apns-id']))) return bad('BadMessageId')
    const type = String(headers['apns-push-type'])
    if (!types.has(type)) return bad('InvalidPushType')
    const priority = String(headers['apns-priority'] ?? '10')
    if (!['1', '5', '10'].includes(priority)) return bad('BadPriority')
    if (!/^\d+$/.test(String(headers['apns-expiration'] ?? '0'))) return bad('BadExpirationDate')
    if (Buffer.byteLength(String(headers['apns-collapse-id'] ?? '')) > 64) return bad('BadCollapseId')
    if (body.length > 4_096) return bad('PayloadTooLarge', 413)
    const aps = readAps(body)
    if (!aps) return bad('PayloadEmpty')
    if (type === 'background') {
      if (priority !== '5') return bad('BadPriority')
      if (aps['content-available'] !== 1) return bad('InvalidPushType')
      if ('alert' in aps || 'sound' in aps || 'badge' in aps) return bad('InvalidPushType')
    }
    if (!/^([0-9a-f]{2}){8,100}$/i.test(device) || /^0+$/.test(device)) return bad('BadDeviceToken')
    return undefined
  }

  async function judgeToken(
    state: { keyId: string | undefined },
    text: string,
  ): Promise<Refused | undefined> {
    const no = (reason: string, status = 403): Refused => ({ status, reason })
    const jwt = /^bearer (\S+)$/i.exec(text)?.[1]
    if (!jwt) return no('MissingProviderToken')
    const [head = ''] = jwt.split('.')
    const { kid, ...others } = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, string>
    const key = options.keys[kid ?? '']
    if (!key || others.alg !== 'ES256') return no('InvalidProviderToken')
    if (state.keyId !== undefined && state.keyId !== kid) return no('UnrelatedKeyIdInToken')
    try {
      const { payload } = await jwtVerify(jwt, key, { issuer: options.teamId })
      const age = Date.now() / 1_000 - (payload.iat ?? 0)
      if (age > 3_600) return no('ExpiredProviderToken')
      if (age < -60 || payload.exp !== undefined) return no('InvalidProviderToken')
    } catch {
      return no('InvalidProviderToken')
    }
    state.keyId = kid
    const known = tokens.get(kid ?? '')
    if (known && known.jwt !== jwt && Date.now() - known.since < 20 * 60_000)
      return no('TooManyProviderTokenUpdates', 429)
    if (known?.jwt !== jwt) tokens.set(kid ?? '', { jwt, since: Date.now() })
    return undefined
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    pushes,
    refusals,
    /** How many connections there have been, and how many requests were under way at once at most. */
    connections: () => connections,
    most: () => most,
    open: () => sessions.size,
    allow: (count: number) => {
      for (const session of sessions)
        (session as http2.ServerHttp2Session).settings({ maxConcurrentStreams: count })
    },
    close: async () => {
      for (const session of sessions) session.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function readAps(body: Buffer): Record<string, unknown> | undefined {
  try {
    const { aps } = JSON.parse(body.toString()) as { aps?: Record<string, unknown> }
    return aps && Object.keys(aps).length > 0 ? aps : undefined
  } catch {
    return undefined
  }
}

// One HTTP/2 connection (RFC 9113), on which many requests are under way at once: as many as the server allows, and it may change
// its mind. What has surely not been looked at by the server is told from what may have been.
import http2 from 'node:http2'
import tls from 'node:tls'
import { dial, type LookUp, type Networks } from '../outbound.ts'

export type Deadlines = {
  /** Until the server has said what it allows. */
  readonly connect: number
  /** For one request, from the moment when it may begin; and until it may. */
  readonly request: number
  /** A connection that does not answer a ping for so long is gone. */
  readonly ping: number
}

export type ConnectionOptions = {
  readonly networks: Networks
  readonly deadlines: Deadlines
  /** Between two pings; a connection that is not used between two of them is closed. */
  readonly pingEveryMs: number
  readonly lookUp?: LookUp | undefined
  /** For tests: trusted authorities in place of the runtime's. */
  readonly tls?: tls.ConnectionOptions | undefined
}

export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Headers; readonly body: string }
  /** `doubtful`: the server may have acted on it. */
  | { readonly kind: 'lost'; readonly doubtful: boolean; readonly why: 'closed' | 'timedOut' | 'aborted' }

type Headers = Readonly<Record<string, string | undefined>>

export type Request = { readonly path: string; readonly headers: Headers; readonly body: Buffer }

export type Send = (request: Request, signal: AbortSignal) => Promise<Answer>

export type Connection = {
  /** Takes a place for one request, which has to be sent; undefined while there is none. */
  readonly reserve: () => Send | undefined
  /** False as soon as no request may begin any more. */
  readonly isOpen: () => boolean
  /** Lets what is under way end, and takes nothing new. */
  readonly close: () => void
  readonly closed: Promise<void>
}

/** A server may allow any number; no more than these are worth it. */
const mostStreams = 1_000
/** Of a body no more is read. */
const longestBody = 64 * 1024

/** Throws `OutboundError`, or what TLS or HTTP/2 has to say: nothing has been sent then. `onRoom`: another request may begin. */
export async function openConnection(
  origin: string,
  options: ConnectionOptions,
  signal: AbortSignal,
  onRoom: () => void,
): Promise<Connection> {
  const url = new URL(origin)
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(url.port || (isSecure ? 443 : 80))
  const { networks, lookUp } = options
  const socket = await dial({ host, port, networks, lookUp }, signal)
  const session = http2.connect(origin, {
    settings: { enablePush: false },
    createConnection: () =>
      isSecure
        ? tls.connect({
            ...options.tls,
            socket,
            ALPNProtocols: ['h2'],
            minVersion: 'TLSv1.2',
            ...(/^[\d.:]+$/.test(host) ? { host } : { servername: host }),
          })
        : socket,
  })
  try {
    await untilReady(session, signal)
  } catch (error) {
    session.destroy()
    socket.destroy()
    throw error
  }
  return overSession(session, options, onRoom)
}

/** Until it has said how many requests it allows at once. */
function untilReady(session: http2.ClientHttp2Session, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      session.off('remoteSettings', onSettings)
      session.off('close', onClose)
      signal.removeEventListener('abort', onAbort)
      if (error === undefined) resolve()
      else reject(error)
    }
    const onSettings = () => settle()
    const onClose = () => settle(new Error('The connection was closed.'))
    const onAbort = () => settle(signal.reason)
    session.once('remoteSettings', onSettings)
    session.once('close', onClose)
    // Errors that come later end the requests that are under way, each by itself.
    session.on('error', (error: Error) => settle(error))
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
  })
}

function overSession(
  session: http2.ClientHttp2Session,
  { deadlines, pingEveryMs }: ConnectionOptions,
  onRoom: () => void,
): Connection {
  let active = 0
  let used = false
  let accepting = true
  /** Streams above this number were not looked at by a server that goes away. */
  let lastTaken = Number.POSITIVE_INFINITY

  const stopAccepting = () => {
    accepting = false
    clearInterval(pings)
    onRoom()
  }
  session.on('goaway', (_code: number, lastStreamId: number) => {
    lastTaken = lastStreamId
    stopAccepting()
  })
  session.on('remoteSettings', onRoom)
  const closed = new Promise<void>((resolve) => {
    session.once('close', () => {
      stopAccepting()
      resolve()
    })
  })
  const pings = setInterval(() => {
    if (active === 0 && !used) return close()
    used = false
    ping(session, deadlines.ping)
  }, pingEveryMs)
  pings.unref()

  function close(): void {
    stopAccepting()
    if (!session.destroyed) session.close()
  }

  const room = () => Math.min(session.remoteSettings?.maxConcurrentStreams ?? mostStreams, mostStreams)

  /** Perhaps nobody is there any more: what comes goes over another connection, so that it is not lost as well. */
  function doubt(): void {
    if (!accepting) return
    stopAccepting()
    ping(session, deadlines.ping, close)
  }

  async function send(request: Request, signal: AbortSignal): Promise<Answer> {
    try {
      const wasTaken = (id: number | undefined) => id !== undefined && id <= lastTaken
      const answer = await exchange(session, request, { wasTaken, deadlineMs: deadlines.request, signal })
      if (answer.kind === 'lost' && answer.why === 'timedOut') doubt()
      return answer
    } finally {
      active--
      onRoom()
    }
  }

  return {
    isOpen: () => accepting,
    reserve: () => {
      if (!accepting || active >= room()) return undefined
      active++
      used = true
      return send
    },
    close,
    closed,
  }
}

/** Breaks a connection that does not answer. */
function ping(session: http2.ClientHttp2Session, deadlineMs: number, onAnswer = () => {}): void {
  if (session.destroyed) return
  const timer = setTimeout(() => session.destroy(), deadlineMs)
  timer.unref()
  const answered = () => {
    clearTimeout(timer)
    onAnswer()
  }
  if (!session.ping(answered)) answered()
}

type Circumstances = {
  readonly wasTaken: (id: number | undefined) => boolean
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

function exchange(
  session: http2.ClientHttp2Session,
  { path, headers, body }: Request,
  { wasTaken, deadlineMs, signal }: Circumstances,
): Promise<Answer> {
  return new Promise((resolve) => {
    let stream: http2.ClientHttp2Stream
    try {
      stream = session.request({ ':method': 'POST', ':path': path, ...headers })
    } catch {
      return resolve({ kind: 'lost', doubtful: false, why: 'closed' })
    }
    let why: 'closed' | 'timedOut' | 'aborted' = 'closed'
    let status = 0
    let received: Headers = {}
    let text = ''
    const giveUp = (reason: 'timedOut' | 'aborted') => {
      why = reason
      stream.close(http2.constants.NGHTTP2_CANCEL)
    }
    const timer = setTimeout(() => giveUp('timedOut'), deadlineMs)
    const onAbort = () => giveUp('aborted')
    signal.addEventListener('abort', onAbort, { once: true })

    stream.setEncoding('utf8')
    stream.on('response', (incoming) => {
      status = Number(incoming[':status'])
      received = incoming as Headers
    })
    stream.on('data', (part: string) => {
      text = (text + part).slice(0, longestBody)
      if (text.length === longestBody) stream.close(http2.constants.NGHTTP2_CANCEL)
    })
    // Told by the close that follows.
    stream.on('error', () => {})
    stream.on('close', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      if (status > 0) return resolve({ kind: 'answered', status, headers: received, body: text })
      const isRefused = stream.rstCode === http2.constants.NGHTTP2_REFUSED_STREAM
      resolve({ kind: 'lost', doubtful: !isRefused && wasTaken(stream.id), why })
    })
    if (signal.aborted) onAbort()
    stream.end(body)
  })
}

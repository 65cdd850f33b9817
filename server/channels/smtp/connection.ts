// One connection to one SMTP server. nodemailer speaks the protocol; what this file adds is to know, whatever happens, whether
// the end of the message has left us. Before that the server must throw away what it has (RFC 5321 §4.1.1.4, §4.1.1.10), so
// that sending again is safe; after it only a final reply tells.
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { SecureContextOptions } from 'node:tls'
import SMTPConnection, { type SMTPConnectionOptions, type SMTPError } from 'nodemailer/lib/smtp-connection'
import type { Copy } from '../email-mime.ts'
import { needsUtf8 } from '../email-mime.ts'
import { dial, type LookUp, type Networks, OutboundError } from '../outbound.ts'
import { ConnectFailure, type ConnectProblem } from './failures.ts'
import type { HostEntry } from './hosts.ts'
import { judgeRefusal, readReply, type SmtpReply, type Stage } from './replies.ts'
import type { SmtpSettings } from './settings.ts'

/** How long each step may take, in ms. */
export type Deadlines = {
  readonly connect: number
  readonly greeting: number
  /** Each single reply. */
  readonly reply: number
  /** From asking for a connection to the final reply, of an e-mail of ordinary size. */
  readonly transaction: number
}

export type ConnectionOptions = {
  readonly networks: Networks
  readonly deadlines: Deadlines
  /** For tests: which authorities are trusted, in place of the runtime's. */
  readonly tls: Pick<SecureContextOptions, 'ca'>
  readonly lookUp: LookUp | undefined
}

/** A refusal, with the server's own words. */
export type Refusal = { readonly stage: Stage; readonly reply: SmtpReply; readonly text: string }

export type Transaction =
  /** The server took the message for all but those refused. */
  | { readonly kind: 'taken'; readonly text: string; readonly refused: ReadonlyMap<string, Refusal> }
  /** Nobody gets it; `refused` has those whom the server refused by name. */
  | {
      readonly kind: 'refused'
      readonly all: Refusal | undefined
      readonly refused: ReadonlyMap<string, Refusal>
    }
  /** The server announces a limit (RFC 1870) that the message is beyond. */
  | { readonly kind: 'tooLarge' }
  /** No answer. `doubtful` when the end of the message may have left. */
  | {
      readonly kind: 'lost'
      readonly doubtful: boolean
      readonly refused: ReadonlyMap<string, Refusal>
      readonly why: 'closed' | 'timedOut' | 'protocol' | 'aborted'
    }

export type Envelope = { readonly from: string; readonly to: readonly string[] }

export type Connection = {
  readonly entry: HostEntry
  readonly secure: boolean
  readonly offersUtf8: boolean
  /** Whether another transaction can be tried on it. */
  readonly isUsable: () => boolean
  readonly send: (envelope: Envelope, copy: Copy, signal: AbortSignal) => Promise<Transaction>
  /** Ends what a refusal has left open; false where the connection is of no use any more. */
  readonly reset: () => Promise<boolean>
  /** Says QUIT, and is done when the connection is closed. */
  readonly quit: () => Promise<void>
  readonly destroy: () => void
}

/** Connects, encrypts and signs in. Throws `ConnectFailure`. */
export async function openConnection(
  entry: HostEntry,
  settings: SmtpSettings,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const socket = await dialIn(entry, options, signal)
  const client = new SMTPConnection(clientOptions(entry, socket, options))
  // Whatever is said after a step has ended is known by its end.
  client.on('error', () => {})
  socket.on('error', () => {})
  const stop = () => destroy(client, socket)
  signal.addEventListener('abort', stop, { once: true })
  try {
    await shakeHands(client, entry, options, signal)
    const offersUtf8 = /^250[ -]SMTPUTF8\b/im.test(client.lastServerResponse || '')
    if (settings.login) await signIn(client, entry, settings.login, options, signal)
    return connectionOf(client, socket, entry, offersUtf8, options)
  } catch (error) {
    destroy(client, socket)
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function dialIn(entry: HostEntry, options: ConnectionOptions, signal: AbortSignal): Promise<Socket> {
  const limit = new AbortController()
  const stop = () => limit.abort()
  const timer = setTimeout(stop, options.deadlines.connect)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const { networks, lookUp } = options
    return await dial({ host: entry.name, port: entry.port, networks, lookUp }, limit.signal)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    const ranOut = error.problem === 'aborted' && !signal.aborted
    throw new ConnectFailure(entry, ranOut ? 'timedOut' : error.problem, { cause: error })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

function clientOptions(
  entry: HostEntry,
  connection: Socket,
  { deadlines, tls }: ConnectionOptions,
): SMTPConnectionOptions {
  return {
    connection,
    host: entry.name,
    port: entry.port,
    secure: entry.security === 'implicit',
    requireTLS: entry.security === 'required',
    ignoreTLS: entry.security === 'none',
    tls: { ...tls, minVersion: 'TLSv1.2', rejectUnauthorized: true },
    // Time for the greeting, and again for a TLS handshake, which it also bounds.
    greetingTimeout: deadlines.greeting,
    connectionTimeout: deadlines.greeting + deadlines.reply,
    socketTimeout: deadlines.reply,
    socketCloseTimeout: 1_000,
    maxResponseSize: 64 * 1024,
    logger: false,
  }
}

function destroy(client: SMTPConnection, socket: Socket): void {
  if (client._socket) client._socket.destroy()
  socket.destroy()
  client.close()
}

// --- Until it takes e-mail ------------------------------------------------------------------------------------------

/** Greeting, EHLO and, where it is to be, encryption. */
async function shakeHands(
  client: SMTPConnection,
  entry: HostEntry,
  { deadlines }: ConnectionOptions,
  signal: AbortSignal,
): Promise<void> {
  const problem = await step<SMTPError>(client, deadlines.greeting + deadlines.reply, signal, (done) =>
    client.connect(done),
  )
  if (problem !== undefined) throw handshakeFailure(client, entry, problem)
}

function handshakeFailure(client: SMTPConnection, entry: HostEntry, problem: StepProblem): ConnectFailure {
  if (problem.kind !== 'error') return new ConnectFailure(entry, problem.kind)
  const { error } = problem
  if (error.code === 'ETIMEDOUT') return new ConnectFailure(entry, 'timedOut', { cause: error })
  const reply = replyOf(error)
  if (reply) return handshakeRefusal(entry, error, reply)
  if (error.code === 'ETLS' || client.upgrading) return encryptionFailure(entry, error)
  return new ConnectFailure(entry, error.code === 'EPROTOCOL' ? 'notSmtp' : 'closed', { cause: error })
}

function handshakeRefusal(entry: HostEntry, cause: SMTPError, reply: SmtpReply): ConnectFailure {
  const tlsRequired = entry.security === 'required'
  if (reply.code < 400) return new ConnectFailure(entry, 'notSmtp', { cause })
  if (cause.command === 'EHLO' && tlsRequired && reply.code !== 421) {
    return new ConnectFailure(entry, 'noEncryption', { reply, cause })
  }
  if (cause.command !== 'STARTTLS') {
    const outcome = judgeRefusal('greeting', reply, { alone: false, tlsRequired })
    const problem = outcome === 'transient' ? 'busy' : outcome === 'auth' ? 'signInRefused' : 'turnedAway'
    return new ConnectFailure(entry, problem, { reply, outcome, cause })
  }
  // Where STARTTLS is required it is asked for even when it was not offered.
  const unknown = tlsRequired && reply.code >= 500
  const outcome = judgeRefusal('startTls', reply, { alone: false, tlsRequired })
  return new ConnectFailure(entry, unknown ? 'noEncryption' : 'encryptionRefused', { reply, outcome, cause })
}

function encryptionFailure(entry: HostEntry, cause: SMTPError): ConnectFailure {
  const code = `${cause.originalCode ?? ''} ${cause.code ?? ''}`
  return new ConnectFailure(entry, certificateProblem(code), { cause })
}

function certificateProblem(code: string): ConnectProblem {
  if (/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/.test(code)) return 'certificateExpired'
  if (/ALTNAME_INVALID/.test(code)) return 'certificateOfAnother'
  return /SELF_SIGNED|UNABLE_TO|CERT_/.test(code) ? 'certificateUntrusted' : 'encryptionFailed'
}

async function signIn(
  client: SMTPConnection,
  entry: HostEntry,
  { username, password }: { username: string; password: string },
  { deadlines }: ConnectionOptions,
  signal: AbortSignal,
): Promise<void> {
  if (!client.allowsAuth) throw new ConnectFailure(entry, 'noSignIn')
  const problem = await step<SMTPError>(client, deadlines.reply, signal, (done) =>
    client.login({ user: username, pass: password }, (error) => done(error ?? undefined)),
  )
  if (problem === undefined) return
  if (problem.kind !== 'error') throw new ConnectFailure(entry, problem.kind)
  const { error } = problem
  const reply = replyOf(error)
  if (error.code === 'ETIMEDOUT') throw new ConnectFailure(entry, 'timedOut', { cause: error })
  if (!reply) throw new ConnectFailure(entry, error.code === 'EAUTH' ? 'notSmtp' : 'closed', { cause: error })
  const outcome = judgeRefusal('auth', reply, { alone: false, tlsRequired: false })
  throw new ConnectFailure(entry, outcome === 'transient' ? 'signInBusy' : 'signInRefused', {
    reply,
    outcome,
    cause: error,
  })
}

type StepProblem =
  | { readonly kind: 'error'; readonly error: SMTPError }
  | { readonly kind: 'closed' | 'timedOut' | 'aborted' }

/**
 * One exchange with the server. nodemailer calls back, or emits `error`, or only emits `end`, depending on how it ended; and
 * not at all when nothing happens. Undefined when it went well.
 */
function step<Failure extends SMTPError>(
  client: SMTPConnection,
  ms: number,
  signal: AbortSignal | undefined,
  start: (done: (error?: Failure) => void) => void,
): Promise<StepProblem | undefined> {
  return new Promise((resolve) => {
    const onError = (error: SMTPError) => settle({ kind: 'error', error })
    // After an error, which tells more.
    const onEnd = () => queueMicrotask(() => settle({ kind: signal?.aborted ? 'aborted' : 'closed' }))
    const onAbort = () => settle({ kind: 'aborted' })
    const timer = setTimeout(() => settle({ kind: 'timedOut' }), ms)
    const settle = (problem?: StepProblem) => {
      clearTimeout(timer)
      client.off('error', onError)
      client.off('end', onEnd)
      signal?.removeEventListener('abort', onAbort)
      resolve(problem)
    }
    client.once('error', onError)
    client.once('end', onEnd)
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) return onAbort()
    start((error) => settle(error && { kind: 'error', error }))
  })
}

function replyOf(error: SMTPError): SmtpReply | undefined {
  return error.response === undefined ? undefined : readReply(error.response)
}

// --- E-mail ---------------------------------------------------------------------------------------------------------

function connectionOf(
  client: SMTPConnection,
  socket: Socket,
  entry: HostEntry,
  offersUtf8: boolean,
  { deadlines }: ConnectionOptions,
): Connection {
  const isUsable = () => !client.destroyed && client._socket !== false && client._socket?.writable === true
  return {
    entry,
    secure: client.secure,
    offersUtf8,
    isUsable,
    send: (envelope, copy, signal) => transact(client, socket, envelope, copy, signal),
    reset: async () => {
      if (!isUsable()) return false
      const problem = await step(client, deadlines.reply, undefined, (done) =>
        client.reset((error) => done(error ?? undefined)),
      )
      return problem === undefined && isUsable()
    },
    quit: () => quit(client, socket),
    destroy: () => destroy(client, socket),
  }
}

function quit(client: SMTPConnection, socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve()
    const timer = setTimeout(() => destroy(client, socket), 2_000)
    timer.unref()
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    if (client.destroyed) socket.destroy()
    else client.quit()
  })
}

/** Bytes at a time: enough to keep a connection busy, little enough to notice an abort. */
const pieceSize = 64 * 1024

async function transact(
  client: SMTPConnection,
  socket: Socket,
  envelope: Envelope,
  copy: Copy,
  signal: AbortSignal,
): Promise<Transaction> {
  let began = false
  // Set when the last of the message has been asked for, so a little before the end of it leaves.
  let ended = false

  async function* message(): AsyncGenerator<Buffer> {
    began = true
    // nodemailer takes a 250 for 354 as well. Answers that have come out of step are told by this.
    if (!/^354[ -]/.test(client.lastServerResponse || '')) throw outOfStep()
    yield copy.head
    for (let at = 0; at < copy.body.length; at += pieceSize) yield copy.body.subarray(at, at + pieceSize)
    ended = true
  }

  // nodemailer keeps its books in here: who was taken, and who was refused with which words.
  const books: SmtpEnvelope = {
    from: envelope.from,
    to: [...envelope.to],
    size: copy.head.length + copy.body.length,
    use8BitMime: [envelope.from, ...envelope.to].some(needsUtf8),
  }
  const result = await exchange(client, socket, books, Readable.from(message()), signal)
  // In the midst of a message the server would take whatever follows for more of it.
  if (began && !ended) destroy(client, socket)
  return judgeExchange(result, books, ended)
}

function outOfStep(): Error {
  return Object.assign(new Error('The server did not ask for the message.'), { code: 'EPROTOCOL' })
}

type SmtpEnvelope = {
  from: string
  to: string[]
  size: number
  use8BitMime: boolean
  rejectedErrors?: readonly SMTPError[]
}

type Exchange = { readonly text: string } | { readonly problem: StepProblem }

function exchange(
  client: SMTPConnection,
  socket: Socket,
  envelope: SmtpEnvelope,
  message: Readable,
  signal: AbortSignal,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const settle = (result: Exchange) => {
      client.off('end', onEnd)
      signal.removeEventListener('abort', onAbort)
      resolve(result)
    }
    const onEnd = () => queueMicrotask(() => settle({ problem: { kind: 'closed' } }))
    const onAbort = () => {
      settle({ problem: { kind: 'aborted' } })
      destroy(client, socket)
    }
    client.once('end', onEnd)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) return onAbort()
    client.send(envelope, message, (error, info) =>
      settle(error ? { problem: { kind: 'error', error } } : { text: info.response }),
    )
  })
}

function judgeExchange(result: Exchange, envelope: SmtpEnvelope, ended: boolean): Transaction {
  const refused = new Map<string, Refusal>()
  const senderRefused =
    'problem' in result && result.problem.kind === 'error' && stageOf(result.problem.error, ended) === 'mail'
  // With pipelining, what follows a refused sender is refused for that reason alone.
  for (const error of senderRefused ? [] : (envelope.rejectedErrors ?? [])) {
    const reply = replyOf(error)
    // A 421 is about the connection, whichever command it answers.
    if (reply && reply.code !== 421 && error.recipient !== undefined) {
      refused.set(error.recipient, { stage: 'rcpt', reply, text: error.response ?? '' })
    }
  }
  if ('text' in result) {
    // A server that says yes before the end cannot mean this message.
    return ended
      ? { kind: 'taken', text: result.text, refused }
      : { kind: 'lost', doubtful: false, refused, why: 'protocol' }
  }
  if (result.problem.kind !== 'error')
    return { kind: 'lost', doubtful: ended, refused, why: result.problem.kind }
  return judgeError(result.problem.error, refused, ended)
}

function judgeError(error: SMTPError, refused: ReadonlyMap<string, Refusal>, ended: boolean): Transaction {
  const reply = replyOf(error)
  const stage = stageOf(error, ended)
  if (error.code === 'EMESSAGE' && error.command === 'MAIL FROM' && !reply) return { kind: 'tooLarge' }
  // An unfinished line at the end of a connection is no reply.
  const answered = error.command !== 'CONN' || reply?.code === 421
  if (reply && reply.code >= 400 && answered && !(ended && stage !== 'body')) {
    return { kind: 'refused', all: { stage, reply, text: error.response ?? '' }, refused }
  }
  return { kind: 'lost', doubtful: ended, refused, why: lossOf(error) }
}

function stageOf(error: SMTPError, ended: boolean): Stage {
  if (error.command === 'MAIL FROM') return 'mail'
  if (error.command === 'RCPT TO') return 'rcpt'
  return ended && error.code === 'EMESSAGE' ? 'body' : 'data'
}

function lossOf(error: SMTPError): 'closed' | 'timedOut' | 'protocol' {
  if (error.code === 'ETIMEDOUT') return 'timedOut'
  // An error of the message's own has the code ESTREAM, and keeps its first one.
  const code = error.originalCode ?? error.code ?? ''
  return ['EPROTOCOL', 'EMESSAGE', 'EENVELOPE'].includes(code) ? 'protocol' : 'closed'
}

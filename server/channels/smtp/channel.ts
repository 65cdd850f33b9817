// E-mail over SMTP. Each call is one transaction on a connection of its own; connections are kept for the next call.
import { setMaxListeners } from 'node:events'
import type { Channel, ChannelProvider, Check, EmailContent, Outcome, Recipient } from '../channel.ts'
import { bodySize, type Copy, composeCopy, needsUtf8, toWireAddress } from '../email-mime.ts'
import type { LookUp, Networks } from '../outbound.ts'
import { responseText } from '../response-text.ts'
import {
  type Connection,
  type ConnectionOptions,
  type Deadlines,
  openConnection,
  type Refusal,
  type Transaction,
} from './connection.ts'
import { ConnectFailure } from './failures.ts'
import { type HostEntry, showHost } from './hosts.ts'
import { createPool, type Pool, type PoolLimits } from './pool.ts'
import { judgeRefusal, showReplyCode } from './replies.ts'
import { readSettings, type SmtpSettings } from './settings.ts'

export type SmtpChannelOptions = {
  readonly networks: Networks
  readonly deadlines?: Partial<Deadlines>
  readonly limits?: Partial<PoolLimits>
  /** For tests: trusted authorities in place of the runtime's, and name servers in place of the system's. */
  readonly tls?: ConnectionOptions['tls']
  readonly lookUp?: LookUp
}

const usualDeadlines: Deadlines = { connect: 10_000, greeting: 10_000, reply: 30_000, transaction: 60_000 }
const usualLimits: PoolLimits = { connections: 5, messages: 100, idleMs: 5_000 }

/** What a slow line carries in a second: a large message gets the time it needs on top of the transaction's. */
const slowestBytesPerSecond = 128 * 1024

export function createSmtpChannel(options: SmtpChannelOptions): Channel {
  const limits = { ...usualLimits, ...options.limits }
  const connecting: ConnectionOptions = {
    networks: options.networks,
    deadlines: { ...usualDeadlines, ...options.deadlines },
    tls: options.tls ?? {},
    lookUp: options.lookUp,
  }
  const pools = createPools(limits, connecting)
  return {
    batchSize: 1,
    concurrency: limits.connections,
    idempotent: false,
    check: (provider, { signal }) => check(provider, connecting, signal),
    send: async (provider, content, recipients, { signal }) => {
      if (content.type !== 'email')
        return all(recipients, failed('rejected', 'WRONG_CONTENT', 'Only e-mail goes by SMTP.'))
      const outcomes = await pools.use(provider, (pool) =>
        sendEmail(pool, content, recipients, connecting.deadlines, signal),
      )
      return (
        outcomes ??
        all(recipients, failed('config', 'SETTINGS', 'The settings of the provider cannot be read.'))
      )
    },
    close: pools.close,
  }
}

// --- Pools ----------------------------------------------------------------------------------------------------------

type KnownPool = { readonly pool: Pool; readonly version: string; users: number }

function createPools(limits: PoolLimits, connecting: ConnectionOptions) {
  const current = new Map<number, KnownPool>()
  const all = new Set<KnownPool>()
  let whenNone: (() => void) | undefined

  function find(provider: ChannelProvider): KnownPool | undefined {
    const known = current.get(provider.seq)
    if (known?.version === provider.version) return known
    known?.pool.retire()
    const settings = readSettings(provider)
    if (!settings) return undefined
    const made: KnownPool = {
      pool: createPool(settings, limits, connecting, () => forget(made)),
      version: provider.version,
      users: 0,
    }
    all.add(made)
    current.set(provider.seq, made)
    return made
  }

  /** One without connections is still wanted while somebody works with it. */
  function forget(known: KnownPool) {
    if (known.users > 0 || !known.pool.isEmpty()) return
    all.delete(known)
    for (const [seq, other] of current) if (other === known) current.delete(seq)
    if (all.size === 0) whenNone?.()
  }

  return {
    /** Undefined where the provider's settings cannot be read. */
    async use<Result>(
      provider: ChannelProvider,
      work: (pool: Pool) => Promise<Result>,
    ): Promise<Result | undefined> {
      const known = find(provider)
      if (!known) return undefined
      known.users++
      try {
        return await work(known.pool)
      } finally {
        known.users--
        forget(known)
      }
    },
    async close(): Promise<void> {
      const none = new Promise<void>((resolve) => {
        whenNone = resolve
      })
      for (const { pool } of [...all]) pool.retire()
      if (all.size > 0) await none
    },
  }
}

// --- Sending --------------------------------------------------------------------------------------------------------

type Addressed = { readonly recipient: Recipient; readonly address: string | undefined }

async function sendEmail(
  pool: Pool,
  content: EmailContent,
  recipients: readonly Recipient[],
  deadlines: Deadlines,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const { sender, hosts } = pool.settings
  const from = toWireAddress(sender.from.address)
  if (!from)
    return all(recipients, failed('config', 'SENDER_INVALID', 'The sender is not an e-mail address.'))
  if (hosts.length === 0)
    return all(recipients, failed('config', 'HOST_INVALID', 'No host is given that could be read.'))
  const addressed = recipients.map((recipient) => ({
    recipient,
    address: toWireAddress(recipient.identifier),
  }))

  const size = await bodySize(content).catch(() => undefined)
  if (size === undefined)
    return all(recipients, failed('transient', 'NOT_COMPOSED', 'The e-mail could not be put together.'))
  const clock = startClock(deadlines.transaction + (size / slowestBytesPerSecond) * 1_000, signal)
  try {
    return await transactAndJudge(pool, content, from, addressed, clock)
  } catch (error) {
    // Only what happens before the first byte is thrown.
    return all(recipients, describeFailure(error, clock))
  } finally {
    clock.stop()
  }
}

async function transactAndJudge(
  pool: Pool,
  content: EmailContent,
  from: string,
  addressed: readonly Addressed[],
  clock: Clock,
): Promise<readonly Outcome[]> {
  for (;;) {
    const { connection, reused } = await pool.borrow(clock.signal)
    const attempt = await sendOver(pool, connection, content, from, addressed, clock)
    // A server may close what is idle whenever it likes; it has seen nothing of this message.
    if (!(reused && isStale(attempt.result))) return judge(pool.settings, attempt, addressed, clock)
  }
}

type Attempt = {
  readonly copy: Copy | undefined
  readonly able: readonly Addressed[]
  readonly result: Transaction | undefined
  readonly tlsRequired: boolean
  /** The server cannot take the sender's address. */
  readonly senderUnfit: boolean
}

async function sendOver(
  pool: Pool,
  connection: Connection,
  content: EmailContent,
  from: string,
  addressed: readonly Addressed[],
  clock: Clock,
): Promise<Attempt> {
  let clean = true
  try {
    const { offersUtf8 } = connection
    const able = addressed.filter(({ address }) => address && (offersUtf8 || !needsUtf8(address)))
    const to = able.flatMap(({ address }) => address ?? [])
    const senderUnfit = !offersUtf8 && needsUtf8(from)
    const base = { able, tlsRequired: connection.entry.security === 'required', senderUnfit }
    if (to.length === 0 || senderUnfit) return { ...base, copy: undefined, result: undefined }

    const utf8 = [from, ...to].some(needsUtf8)
    const copy = await composeCopy(
      pool.settings.sender,
      content,
      able.map(({ recipient }) => recipient),
      { utf8 },
    )
    const result = await connection.send({ from, to }, copy, clock.signal)
    clean = result.kind === 'taken'
    return { ...base, copy, result }
  } finally {
    pool.giveBack(connection, clean)
  }
}

function isStale(result: Transaction | undefined): boolean {
  if (result?.kind === 'lost') return result.why === 'closed' && !result.doubtful
  return result?.kind === 'refused' && result.all?.reply.code === 421 && result.all.stage !== 'body'
}

// --- Outcomes -------------------------------------------------------------------------------------------------------

type Failed = Exclude<Outcome, { outcome: 'accepted' }>

function failed(outcome: Failed['outcome'], code: string, response: string): Failed {
  return { outcome, code, response }
}

function all(recipients: readonly unknown[], outcome: Outcome): readonly Outcome[] {
  return recipients.map(() => outcome)
}

function judge(
  settings: SmtpSettings,
  attempt: Attempt,
  addressed: readonly Addressed[],
  clock: Clock,
): readonly Outcome[] {
  return addressed.map((one) => {
    if (one.address === undefined)
      return failed('rejected', 'INVALID_ADDRESS', 'This is not an e-mail address.')
    if (attempt.senderUnfit) {
      return failed(
        'config',
        'SMTPUTF8',
        'The server takes no sender whose address has letters outside ASCII.',
      )
    }
    if (!attempt.able.includes(one)) {
      return failed('rejected', 'SMTPUTF8', 'The server takes no addresses with letters outside ASCII.')
    }
    return judgeOne(settings, attempt, one.address, clock)
  })
}

function judgeOne(settings: SmtpSettings, attempt: Attempt, address: string, clock: Clock): Outcome {
  const { result, copy } = attempt
  if (!result || !copy) throw new Error('A transaction was due.')
  const refused = result.kind === 'tooLarge' ? undefined : result.refused.get(address)
  const alone = attempt.able.length === 1
  const judged = (refusal: Refusal) =>
    failed(
      judgeRefusal(refusal.stage, refusal.reply, { alone, tlsRequired: attempt.tlsRequired }),
      showReplyCode(refusal.reply),
      spoken(refusal.text, settings),
    )
  if (refused) return judged(refused)
  switch (result.kind) {
    case 'taken':
      return {
        outcome: 'accepted',
        providerMessageId: copy.messageId,
        response: spoken(result.text, settings),
      }
    case 'refused':
      return result.all ? judged(result.all) : failed('transient', 'PROTOCOL', 'The server gave no reason.')
    case 'tooLarge':
      return failed('rejected', 'TOO_LARGE', 'The message is larger than the server takes.')
    case 'lost':
      return lost(result, clock)
  }
}

const losses = {
  closed: { code: 'CONNECTION_LOST', says: 'The server closed the connection' },
  timedOut: { code: 'TIMEOUT', says: 'The server did not answer in time' },
  protocol: { code: 'PROTOCOL', says: 'The server answered with something that is no SMTP reply' },
  aborted: { code: 'ABORTED', says: 'Sending was stopped' },
} as const

function lost({ doubtful, why }: Extract<Transaction, { kind: 'lost' }>, clock: Clock): Failed {
  const { code, says } = losses[why === 'aborted' && clock.ranOut() ? 'timedOut' : why]
  return doubtful
    ? failed('unknown', code, `${says} after it had the whole message; whether it took it is not known.`)
    : failed('transient', code, `${says} before it had the whole message.`)
}

/** Nothing has been sent. */
function describeFailure(error: unknown, clock: Clock): Outcome {
  if (clock.ranOut()) return failed('transient', 'TIMEOUT', 'No server was ready in time.')
  if (clock.signal.aborted) return failed('transient', 'ABORTED', 'Sending was stopped before it began.')
  if (error instanceof ConnectFailure) return failed(error.outcome, error.code, error.message)
  return failed('transient', 'INTERNAL', 'Something went wrong on our side before anything was sent.')
}

function spoken(text: string, { login }: SmtpSettings): string {
  return responseText(
    text,
    login ? [login.password, base64(login.password), base64(`\0${login.username}\0${login.password}`)] : [],
  )
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

// --- Time -----------------------------------------------------------------------------------------------------------

type Clock = {
  /** Aborted by the caller, or when time is up. */
  readonly signal: AbortSignal
  readonly ranOut: () => boolean
  readonly stop: () => void
}

function startClock(ms: number, caller: AbortSignal): Clock {
  const controller = new AbortController()
  let ranOut = false
  const runOut = () => {
    ranOut = true
    controller.abort()
  }
  const pass = () => controller.abort(caller.reason)
  const timer = setTimeout(runOut, ms)
  if (caller.aborted) pass()
  caller.addEventListener('abort', pass, { once: true })
  return {
    signal: controller.signal,
    ranOut: () => ranOut && !caller.aborted,
    stop: () => {
      clearTimeout(timer)
      caller.removeEventListener('abort', pass)
    },
  }
}

// --- Check ----------------------------------------------------------------------------------------------------------

/** Every listed host is tried; it is well when one of them would take e-mail, and the detail tells of each. */
async function check(
  provider: ChannelProvider,
  connecting: ConnectionOptions,
  signal: AbortSignal,
): Promise<Check> {
  const settings = readSettings(provider)
  if (!settings) return { ok: false, detail: 'The settings of the provider cannot be read.' }
  if (settings.hosts.length === 0) return { ok: false, detail: 'No host is given that could be read.' }
  const clock = startClock(connecting.deadlines.reply, signal)
  // Each host listens in several places.
  setMaxListeners(0, clock.signal)
  try {
    const checks = await Promise.all(
      settings.hosts.map((entry) => checkHost(entry, settings, connecting, clock)),
    )
    return { ok: checks.some(({ ok }) => ok), detail: checks.map(({ detail }) => detail).join(' ') }
  } finally {
    clock.stop()
  }
}

async function checkHost(
  entry: HostEntry,
  settings: SmtpSettings,
  connecting: ConnectionOptions,
  clock: Clock,
): Promise<Check> {
  try {
    const connection = await openConnection(entry, settings, connecting, clock.signal)
    await connection.quit()
    const encryption = connection.secure ? 'encrypted' : 'not encrypted'
    const access = settings.login ? 'signed in' : 'without signing in'
    return { ok: true, detail: `${showHost(entry)} works (${encryption}, ${access}).` }
  } catch (error) {
    if (clock.ranOut()) return { ok: false, detail: `${showHost(entry)} did not answer in time.` }
    if (error instanceof ConnectFailure) return { ok: false, detail: error.message }
    return { ok: false, detail: `${showHost(entry)} could not be checked.` }
  }
}

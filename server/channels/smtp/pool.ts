// The connections of one version of a provider. Who sends has one to himself; what is idle for some seconds is closed.
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts'
import { ConnectFailure } from './failures.ts'
import type { SmtpSettings } from './settings.ts'

export type PoolLimits = {
  readonly connections: number
  /** E-mails over one connection. */
  readonly messages: number
  readonly idleMs: number
}

export type Lent = {
  readonly connection: Connection
  /** Whether it has carried e-mail before: then the server may have closed it meanwhile. */
  readonly reused: boolean
}

export type Pool = {
  readonly settings: SmtpSettings
  /** Waits for a connection. Throws `ConnectFailure`, or the signal's reason where it is aborted while waiting. */
  readonly borrow: (signal: AbortSignal) => Promise<Lent>
  /** `clean` false: something has been refused, and the transaction may be open. */
  readonly giveBack: (connection: Connection, clean: boolean) => void
  /** Closes what is idle now, and the rest as it comes back. */
  readonly retire: () => void
  readonly isEmpty: () => boolean
}

type Idle = { readonly connection: Connection; readonly timer: NodeJS.Timeout }

export function createPool(
  settings: SmtpSettings,
  limits: PoolLimits,
  options: ConnectionOptions,
  onEmpty: () => void,
): Pool {
  const idle: Idle[] = []
  const waiting: (() => void)[] = []
  const carried = new WeakMap<Connection, number>()
  let open = 0
  let retired = false

  async function borrow(signal: AbortSignal): Promise<Lent> {
    for (;;) {
      if (signal.aborted) {
        // Perhaps it was this one's turn: let the next have it.
        waiting.shift()?.()
        throw signal.reason
      }
      const connection = takeIdle()
      if (connection) return { connection, reused: true }
      if (open < limits.connections) return { connection: await openOne(signal), reused: false }
      await turn(signal)
    }
  }

  function takeIdle(): Connection | undefined {
    for (let last = idle.pop(); last; last = idle.pop()) {
      clearTimeout(last.timer)
      if (last.connection.isUsable()) return last.connection
      last.connection.destroy()
      closed()
    }
    return undefined
  }

  async function openOne(signal: AbortSignal): Promise<Connection> {
    open++
    try {
      return await openFirst(settings, options, signal)
    } catch (error) {
      closed()
      throw error
    }
  }

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        waiting.splice(waiting.indexOf(start), 1)
        reject(signal.reason)
      }
      const start = () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      }
      signal.addEventListener('abort', onAbort, { once: true })
      waiting.push(start)
    })
  }

  function closed() {
    open--
    waiting.shift()?.()
    if (open === 0 && waiting.length === 0) onEmpty()
  }

  async function giveBack(connection: Connection, clean: boolean): Promise<void> {
    const count = (carried.get(connection) ?? 0) + 1
    carried.set(connection, count)
    if (!connection.isUsable()) connection.destroy()
    else if (retired || count >= limits.messages) await connection.quit()
    else if (clean || (await connection.reset())) return keep(connection)
    else connection.destroy()
    closed()
  }

  function keep(connection: Connection) {
    if (retired) return close(connection)
    const timer = setTimeout(() => {
      const at = idle.findIndex((entry) => entry.connection === connection)
      if (at !== -1) idle.splice(at, 1)
      close(connection)
    }, limits.idleMs)
    timer.unref()
    idle.push({ connection, timer })
    waiting.shift()?.()
  }

  function close(connection: Connection) {
    connection.quit().then(closed)
  }

  return {
    settings,
    borrow,
    giveBack,
    retire: () => {
      retired = true
      for (const { connection, timer } of idle.splice(0)) {
        clearTimeout(timer)
        close(connection)
      }
      if (open === 0) onEmpty()
    },
    isEmpty: () => open === 0 && waiting.length === 0,
  }
}

/** Goes through the listed hosts until one takes us, signing in included. */
async function openFirst(
  settings: SmtpSettings,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const failures: ConnectFailure[] = []
  for (const entry of settings.hosts) {
    try {
      return await openConnection(entry, settings, options, signal)
    } catch (error) {
      if (!(error instanceof ConnectFailure) || signal.aborted) throw error
      failures.push(error)
    }
  }
  throw worstOf(failures)
}

/** What to say when no host takes us: as long as one of them may come back, it is not the settings that are wrong. */
function worstOf(failures: readonly ConnectFailure[]): unknown {
  const by = (outcome: ConnectFailure['outcome']) => failures.find((failure) => failure.outcome === outcome)
  return by('transient') ?? by('auth') ?? by('config')
}

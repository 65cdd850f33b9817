// The connection of one provider: opened when there is something to send, and anew when it is gone. Who finds no room waits.
import { OutboundError } from '../outbound.ts'
import type { Answer, Connection, Request, Send } from './connection.ts'

export type Pool = {
  /** Throws where no connection could be made: nothing was sent. */
  readonly send: (request: Request, signal: AbortSignal) => Promise<Answer>
  /** What comes from now on goes over another connection. */
  readonly renew: () => void
  /** Closes when what is under way has ended. */
  readonly retire: () => void
  readonly ended: Promise<void>
}

/** What the server did not look at may be sent again at once: it went away, or allowed fewer than it said a moment ago. */
const mostTries = 3

function isUntouched(answer: Answer): boolean {
  return answer.kind === 'lost' && !answer.doubtful && answer.why === 'closed'
}

/** `roomMs`: so long a request waits for room. A server may allow none at all. */
export function createPool(open: (onRoom: () => void) => Promise<Connection>, roomMs: number): Pool {
  let current: Promise<Connection> | undefined
  let underWay = 0
  let isRetired = false
  let waiting: (() => void)[] = []
  const connections = new Set<Connection>()
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })

  function wake(): void {
    const all = waiting
    waiting = []
    for (const one of all) one()
  }

  async function connect(): Promise<Connection> {
    const connection = await open(wake)
    connections.add(connection)
    void connection.closed.then(() => {
      connections.delete(connection)
      endWhenIdle()
    })
    return connection
  }

  /** One at a time is opened, for all who need it; one that could not be is forgotten. */
  async function usable(): Promise<Connection> {
    current ??= connect()
    const opening = current
    try {
      const connection = await opening
      if (connection.isOpen()) return connection
    } catch (error) {
      if (current === opening) current = undefined
      throw error
    }
    if (current === opening) current = undefined
    return usable()
  }

  async function reserved(signal: AbortSignal): Promise<Send> {
    const until = performance.now() + roomMs
    while (true) {
      const connection = await usable()
      signal.throwIfAborted()
      const send = connection.reserve()
      if (send) return send
      const left = until - performance.now()
      if (left <= 0) throw new OutboundError('timedOut')
      if (connection.isOpen()) await roomOr(signal, left)
    }
  }

  function roomOr(signal: AbortSignal, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', go)
        resolve()
      }
      const timer = setTimeout(go, ms)
      waiting.push(go)
      signal.addEventListener('abort', go, { once: true })
    })
  }

  function closeAll(): void {
    current = undefined
    for (const connection of connections) connection.close()
  }

  function endWhenIdle(): void {
    if (!isRetired || underWay > 0) return
    closeAll()
    if (connections.size === 0) end()
  }

  return {
    send: async (request, signal) => {
      underWay++
      try {
        signal.throwIfAborted()
        for (let tries = 1; ; tries++) {
          const send = await reserved(signal)
          const answer = await send(request, signal)
          if (tries === mostTries || !isUntouched(answer)) return answer
        }
      } finally {
        underWay--
        endWhenIdle()
      }
    },
    renew: closeAll,
    retire: () => {
      isRetired = true
      endWhenIdle()
    },
    ended,
  }
}

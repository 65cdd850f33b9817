// The embedded engine has one connection. Who may use it next is decided here: requests before the delivery engine's
// chunks, and no chunk in between the statements of one request; both before upkeep. Yet nobody stands still for good.

export type Priority = 'foreground' | 'background' | 'upkeep'

export type Turns = {
  /** Waits for the connection; the answer gives it back (once; again does nothing). */
  readonly take: (priority: Priority) => Promise<() => void>
  /** Refuses whoever waits or comes later, and waits for the one who has the connection. */
  readonly close: () => Promise<void>
}

/** How long requests have to have been quiet, and after how long it is this one's turn all the same; milliseconds. */
const courtesy = {
  // The next statement of a request comes within a few milliseconds of the one before.
  background: { quiet: 4, patience: 250 },
  // One statement of it may take seconds.
  upkeep: { quiet: 2000, patience: 600_000 },
} as const

type Waiting = {
  readonly since: number
  readonly start: (end: () => void) => void
  readonly refuse: (error: Error) => void
}

export function createTurns(): Turns {
  const waiting: Record<Priority, Waiting[]> = { foreground: [], background: [], upkeep: [] }
  const endedAt: Record<Priority, number> = {
    foreground: Number.NEGATIVE_INFINITY,
    background: Number.NEGATIVE_INFINITY,
    upkeep: Number.NEGATIVE_INFINITY,
  }
  let isTaken = false
  let timer: NodeJS.Timeout | undefined
  let closed: (() => void) | undefined

  function next() {
    clearTimeout(timer)
    if (isTaken) return
    if (closed) return closed()
    const background = waitOf('background')
    const upkeep = waitOf('upkeep')
    if (background.overdueIn <= 0) return start('background')
    if (upkeep.overdueIn <= 0) return start('upkeep')
    if (waiting.foreground.length > 0) return start('foreground')
    if (background.quietIn <= 0) return start('background')
    if (upkeep.quietIn <= 0) return start('upkeep')
    const wait = Math.min(background.quietIn, background.overdueIn, upkeep.quietIn, upkeep.overdueIn)
    if (wait < Number.POSITIVE_INFINITY) timer = setTimeout(next, Math.ceil(wait))
  }

  function waitOf(priority: 'background' | 'upkeep'): { quietIn: number; overdueIn: number } {
    const first = waiting[priority][0]
    if (!first) return { quietIn: Number.POSITIVE_INFINITY, overdueIn: Number.POSITIVE_INFINITY }
    const now = performance.now()
    const { quiet, patience } = courtesy[priority]
    return {
      quietIn: endedAt.foreground + quiet - now,
      overdueIn: Math.max(first.since, endedAt[priority]) + patience - now,
    }
  }

  function start(priority: Priority) {
    const first = waiting[priority].shift()
    if (!first) return
    isTaken = true
    let hasEnded = false
    first.start(() => {
      if (hasEnded) return
      hasEnded = true
      isTaken = false
      endedAt[priority] = performance.now()
      next()
    })
  }

  return {
    take: (priority) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('It is closed.'))
        waiting[priority].push({ since: performance.now(), start: resolve, refuse: reject })
        next()
      }),
    close: () =>
      new Promise((resolve) => {
        closed = resolve
        const all = Object.values(waiting).flatMap((queue) => queue.splice(0))
        for (const { refuse } of all) refuse(new Error('It is closed.'))
        next()
      }),
  }
}

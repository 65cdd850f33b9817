// The loop that delivers. The tables are the queue: it looks again every second, and at once when something local nudges it.
import { canSend } from '../../contract/provider-kind.ts'
import type { Channels } from '../channels/channel.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { openProvider } from '../providers/providers.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { type Answers, createAnswers } from './answers.ts'
import { createContentLoader } from './content.ts'
import type { DeadRecipient } from './dead.ts'
import { type Drain, type Drainer, startDrain } from './drain.ts'
import { eraseDeletedPeople } from './erasure.ts'
import { closeHopeless, type Lane, openLanes } from './lanes.ts'
import { createPresence } from './presence.ts'
import { finishAndCount, prepareNext, startDue } from './progress.ts'
import { sweep } from './sweep.ts'

/** Contents kept in memory: what several messages in turn say. */
const keptContents = { messages: 50, bytes: 64 * 1024 * 1024 } as const
const lookAgainMs = 1000
/** Rows of the ledger in one statement: more would keep the embedded database from requests for too long. */
const pageSize = { pglite: 1000, postgres: 5000 } as const
const closedAtOnce = 1000
const startedAtOnce = 100
const erasedAtOnce = 200
const sweepEveryMs = 60_000
/** What is left of a step after so long waits for the next look: there are deliveries to send, and others to be told that one lives. */
const longestStepMs = 1000
/** What is on the wire at the stop has so long to end. */
const stopGraceMs = 12_000

export type EngineOptions = {
  readonly database: Database
  readonly channels: Channels
  readonly secrets: Secrets
  readonly log: Log
  readonly random?: () => number
}

export type Engine = {
  readonly start: () => Promise<void>
  /** There may be something to do. */
  readonly nudge: () => void
  /** Takes nothing new, finishes or gives back what is in hand. */
  readonly stop: () => Promise<void>
}

export function createEngine({
  database,
  channels,
  secrets,
  log,
  random = Math.random,
}: EngineOptions): Engine {
  const db = database.background
  const aborter = new AbortController()
  const loadContent = createContentLoader(db, keptContents)
  const drains = new Map<number, Drain>()
  const nudges = createNudges()
  const presence = createPresence(database, channels)
  let lastSweep = performance.now()
  let stopping = false
  let running: Promise<void> = Promise.resolve()
  let preparing: Promise<void> | undefined

  const drainer: Drainer = {
    db,
    log,
    worker: presence.worker,
    mayClaim: () => !stopping && presence.isHeard(),
    signal: aborter.signal,
    loadContent,
    random,
    answersOf: createAnswersByProvider(),
    onLaneDone: nudges.nudge,
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      try {
        await lookOnce()
      } catch (error) {
        log.warn('the delivery loop goes on after an error', { error })
      }
      await nudges.wait(lookAgainMs)
    }
  }

  async function lookOnce(): Promise<void> {
    await presence.beat()
    const settled = await presence.settleDead()
    if (settled > 0) log.warn('deliveries of a process that ended were settled', { settled })
    await startDue(db, startedAtOnce)
    preparing ??= prepareAll().finally(() => {
      preparing = undefined
    })
    await drainAll()
    await forAWhile(async () => (await closeHopeless(db, closedAtOnce)) > 0)
    await forAWhile(() => eraseDeletedPeople(db, secrets, erasedAtOnce))
    await finishAndCount(db)
    await sweepNowAndThen()
  }

  /** Until nothing is left, or it is time for another look: whoever does not beat for long is taken for dead. */
  async function forAWhile(step: () => Promise<boolean>): Promise<void> {
    const until = performance.now() + longestStepMs
    while (!stopping && (await step())) {
      if (performance.now() > until) return nudges.nudge()
    }
  }

  async function prepareAll(): Promise<void> {
    try {
      let pages = 0
      while (!stopping && (await prepareNext(db, pageSize[database.engine]))) pages++
      if (pages > 0) nudges.nudge()
    } catch (error) {
      log.warn('preparing goes on after an error', { error })
    }
  }

  /** One drain for each provider that has something to do; one that is at work learns of what has come since, and of its provider's end. */
  async function drainAll(): Promise<void> {
    const lanes = groupByProvider(await openLanes(db))
    for (const provider of new Set([...drains.keys(), ...lanes.keys()])) {
      await drainProvider(provider, lanes.get(provider) ?? []).catch((error: unknown) =>
        log.warn('a provider cannot be used', { provider, error }),
      )
    }
  }

  async function drainProvider(seq: number, lanes: readonly Lane[]): Promise<void> {
    const provider = await openProvider(db, seq, secrets)
    const atWork = drains.get(seq)
    if (atWork) return atWork.offer(provider, lanes)
    if (lanes.length === 0) return
    // A kind without a channel has nothing to drain: `closeHopeless` ends its rows.
    if (!provider || !canSend(provider.kind)) return
    const drain = startDrain(drainer, channels[provider.kind], provider, lanes)
    drains.set(seq, drain)
    drain.ended
      .catch((error: unknown) => {
        presence.beginAnew()
        log.warn('sending goes on after an error', { provider: seq, error })
      })
      .finally(() => drains.delete(seq))
  }

  async function sweepNowAndThen(): Promise<void> {
    if (performance.now() - lastSweep < sweepEveryMs) return
    if (await sweep(db, longestStepMs)) lastSweep = performance.now()
  }

  return {
    start: async () => {
      await presence.beat()
      running = loop()
    },
    nudge: nudges.nudge,
    stop: async () => {
      stopping = true
      nudges.nudge()
      const giveUp = setTimeout(() => aborter.abort(), stopGraceMs)
      await running
      await Promise.allSettled([...[...drains.values()].map(({ ended }) => ended), preparing])
      clearTimeout(giveUp)
      await finishAndCount(db).catch((error: unknown) => log.warn('could not count at the end', { error }))
      await presence.leave().catch((error: unknown) => log.warn('could not sign off', { error }))
    },
  }
}

function groupByProvider(lanes: readonly Lane[]): Map<number, Lane[]> {
  const groups = new Map<number, Lane[]>()
  for (const lane of lanes) groups.set(lane.provider, [...(groups.get(lane.provider) ?? []), lane])
  return groups
}

/** Of a provider that has been changed since nothing is known yet. */
function createAnswersByProvider(): Drainer['answersOf'] {
  const known = new Map<number, { version: string; answers: Answers<DeadRecipient> }>()
  return ({ seq, version }) => {
    const current = known.get(seq)
    if (current?.version === version) return current.answers
    const answers = createAnswers<DeadRecipient>()
    known.set(seq, { version, answers })
    return answers
  }
}

/** A nudge that comes while nobody waits is not lost. */
function createNudges() {
  let nudged = false
  let wake = () => {}
  return {
    nudge: () => {
      nudged = true
      wake()
    },
    wait: async (ms: number) => {
      if (!nudged) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      nudged = false
    },
  }
}

// Sends what is open at one provider: goes round its lanes, a short turn each, so that ten people's message is not behind a
// million people's. Claim, act, record; claiming is committed before a byte leaves.
import { setTimeout as wait } from 'node:timers/promises'
import type { Channel, ChannelProvider, Content, Outcome, Recipient } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'
import { isUnavailable, isWorthRepeating } from '../db/errors.ts'
import type { Log } from '../log.ts'
import type { Unsendable } from '../messages/content.ts'
import type { Answers } from './answers.ts'
import { resultOf } from './attempt.ts'
import { lanePauseMs } from './backoff.ts'
import type { LoadContent } from './content.ts'
import { blameProvider, type DeadRecipient, markDead } from './dead.ts'
import { claim, giveBack, type Lane, pauseLane, type Result, record, unpauseLane } from './lanes.ts'

/** A turn ends after so many recipients or ms, whichever comes first. */
const turn = { recipients: 100, ms: 250 } as const

/** Answers that come within so many ms of each other are recorded together. */
const gatherMs = 4

/** A message with one recipient goes out as one call with its copies; at most so many. */
const copiesInOneCall = 100

export type Drainer = {
  readonly db: Db
  readonly log: Log
  /** Changes when this worker was taken for dead and began anew. */
  readonly worker: () => number
  /** False as soon as nothing new may be taken. */
  readonly mayClaim: () => boolean
  /** Ends calls that are under way. */
  readonly signal: AbortSignal
  readonly loadContent: LoadContent
  readonly random: () => number
  /** What the provider, as it stands, has answered so far. */
  readonly answersOf: (provider: ChannelProvider) => Answers<DeadRecipient>
  /** All that a lane had to do now is done: its message may have ended. */
  readonly onLaneDone: () => void
}

export type Drain = {
  /** What there is to do now, and the provider as it stands; without one nothing more is sent. */
  readonly offer: (provider: ChannelProvider | undefined, lanes: readonly Lane[]) => void
  /**
   * When none of its lanes has anything that can be sent now, and all that was sent is written down. Rejects where something could
   * not be: then this worker has rows marked as being sent of which it knows nothing any more.
   */
  readonly ended: Promise<void>
}

type LaneState = {
  readonly lane: Lane
  /** The highest number claimed so far: what lies below is done, or waits for its next attempt. */
  after: number
  /** Calls in a row that said that the provider itself is wrong. */
  refusals: number
  /** Whether the provider has taken or refused a recipient of this lane, and so is right by itself. */
  isProven: boolean
  isQueued: boolean
  hasSent: boolean
  /** Calls under way, and those whose outcomes are not written down yet. */
  readonly unkept: Set<readonly Recipient[]>
  /** What is left of its turn: recipients, and the time on this machine's own clock at which it ends. */
  turn: { recipients: number; endsAt: number } | undefined
}

type Call = {
  readonly state: LaneState
  readonly provider: ChannelProvider
  readonly recipients: readonly Recipient[]
  readonly outcomes: readonly Outcome[]
}

/**
 * All lanes of a provider share its connections: who waits long for an answer keeps one of them, and nobody else waits for him.
 */
export function startDrain(
  drainer: Drainer,
  channel: Channel,
  provider: ChannelProvider,
  lanes: readonly Lane[],
): Drain {
  const known = new Map<number, LaneState>()
  const queue: LaneState[] = []
  const calls = createCalls(channel, drainer.signal)
  let current: ChannelProvider | undefined

  function offer(now: ChannelProvider | undefined, offered: readonly Lane[]): void {
    current = now
    for (const lane of offered) {
      const state = known.get(lane.message) ?? newState(lane)
      known.set(lane.message, state)
      if (state.isQueued) continue
      state.isQueued = true
      queue.push(state)
    }
    calls.wake()
  }

  async function work(): Promise<void> {
    while (true) {
      const next = drainer.mayClaim() ? nextState() : undefined
      if (next && current) await takeOrLeave(current, next)
      else if (calls.unkept() > 0) await keepEnded()
      else return
    }
  }

  /** Until a provider has taken one, it gets one at a time: wrong credentials then cost one row, not one per connection. */
  function nextState(): LaneState | undefined {
    if (calls.unkept() >= channel.concurrency) return undefined
    return queue.find((state) => state.isProven || state.unkept.size === 0)
  }

  /** A lane that cannot be worked on is left for the next look; the others go on. */
  async function takeOrLeave(provider: ChannelProvider, state: LaneState): Promise<void> {
    try {
      await take(provider, state)
    } catch (error) {
      drainer.log.warn('a lane is left for the next look', { message: state.lane.message, error })
      const inHand = [...state.unkept].flatMap((recipients) => recipients.map(({ n }) => n))
      await surely(drainer, () => giveBack(drainer.db, state.lane, drainer.worker(), inHand))
      leave(state)
    }
  }

  async function take(provider: ChannelProvider, state: LaneState): Promise<void> {
    const content = await drainer.loadContent(state.lane.message)
    if (content.type === 'unsendable') return failNext(state, content)
    // What ended and is not written down yet still says `sending`: it counts, or a kill would leave more in doubt than connections.
    const free = state.isProven ? channel.concurrency - calls.unkept() : 1
    const isOnTrial = state.refusals >= 2
    const batchSize = isSole(content) ? copiesInOneCall : isOnTrial ? 1 : channel.batchSize
    const claimed = await claimNext(drainer, state, free * batchSize)
    for (const batch of inBatches(claimed, batchSize)) {
      state.unkept.add(batch)
      state.hasSent = true
      calls.start({ state, provider, content, recipients: batch })
    }
    goOn(state, isOnTrial ? 0 : claimed.length)
  }

  /** Nothing leaves, so the provider is not asked, and not judged either. */
  async function failNext(state: LaneState, { code, response }: Unsendable): Promise<void> {
    const claimed = await claimNext(drainer, state, turn.recipients)
    const results = claimed.map((recipient) =>
      resultOf(recipient, { outcome: 'config', code, response }, { laneIsPaused: false, random: 0 }),
    )
    if (results.length > 0) await recordSurely(drainer, state.lane, results)
    state.hasSent ||= claimed.length > 0
    goOn(state, claimed.length)
  }

  /** A lane with nothing more to take is left; one whose turn is over goes behind the others. */
  function goOn(state: LaneState, taken: number): void {
    if (taken === 0) leave(state)
    else if (isTurnOver(state, taken)) queue.push(...queue.splice(queue.indexOf(state), 1))
  }

  async function keepEnded(): Promise<void> {
    for (const [state, ended] of byLane(await calls.ended())) {
      await keep(drainer, state, ended)
      for (const { recipients } of ended) state.unkept.delete(recipients)
      if (state.refusals >= 2) leave(state)
      else forgetWhenDone(state)
    }
  }

  function leave(state: LaneState): void {
    state.isQueued = false
    state.turn = undefined
    const place = queue.indexOf(state)
    if (place !== -1) queue.splice(place, 1)
    forgetWhenDone(state)
  }

  function forgetWhenDone(state: LaneState): void {
    if (state.isQueued || state.unkept.size > 0) return
    known.delete(state.lane.message)
    // Nothing done: others hold the rows, or they wait. Looking again at once would be a busy loop.
    if (state.hasSent) drainer.onLaneDone()
  }

  offer(provider, lanes)
  return { offer, ended: work() }
}

function newState(lane: Lane): LaneState {
  return {
    lane,
    after: 0,
    refusals: lane.refusals,
    isProven: false,
    isQueued: false,
    hasSent: false,
    unkept: new Set(),
    turn: undefined,
  }
}

/** Counts what was claimed; at the end of a turn the next one begins anew. */
function isTurnOver(state: LaneState, claimed: number): boolean {
  const now = performance.now()
  const { recipients, endsAt } = state.turn ?? { recipients: turn.recipients, endsAt: now + turn.ms }
  const isOver = claimed >= recipients || now >= endsAt
  state.turn = isOver ? undefined : { recipients: recipients - claimed, endsAt }
  return isOver
}

function isSole(content: Content): boolean {
  return content.type === 'email' && content.soleRecipient !== undefined
}

async function claimNext(drainer: Drainer, state: LaneState, limit: number): Promise<Recipient[]> {
  const claimed = await claim(drainer.db, state.lane, { worker: drainer.worker(), limit, after: state.after })
  state.after = Math.max(state.after, ...claimed.filter((one) => one.attempt === 1).map((one) => one.n))
  return claimed
}

function inBatches(recipients: readonly Recipient[], size: number): Recipient[][] {
  return Array.from({ length: Math.ceil(recipients.length / size) }, (_, index) =>
    recipients.slice(index * size, (index + 1) * size),
  )
}

function byLane(calls: readonly Call[]): Map<LaneState, Call[]> {
  const groups = new Map<LaneState, Call[]>()
  for (const call of calls) groups.set(call.state, [...(groups.get(call.state) ?? []), call])
  return groups
}

/** The calls under way at a provider, and those that ended and whose outcomes are not kept yet. */
function createCalls(channel: Channel, signal: AbortSignal) {
  let running = 0
  let ended: Call[] = []
  let wake = () => {}
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })

  return {
    unkept: () => running + ended.length,
    /** There is something else to do than to wait for an end. */
    wake: () => wake(),
    start: (call: Omit<Call, 'outcomes'> & { content: Content }) => {
      const { state, provider, recipients } = call
      running++
      void callChannel(channel, provider, call.content, recipients, signal).then((outcomes) => {
        ended.push({ state, provider, recipients, outcomes })
        running--
        wake()
      })
    },
    /** Waits for a call to end, and a moment for others; gives none where it was woken for something else. */
    ended: async (): Promise<Call[]> => {
      if (ended.length === 0) await change()
      const gathersUntil = performance.now() + gatherMs
      while (ended.length > 0 && running > 0 && performance.now() < gathersUntil) {
        await Promise.race([change(), wait(gathersUntil - performance.now())])
      }
      const taken = ended
      ended = []
      return taken
    },
  }
}

/** A channel never throws; if it does all the same, nobody knows what was sent. */
async function callChannel(
  channel: Channel,
  provider: ChannelProvider,
  content: Content,
  recipients: readonly Recipient[],
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const broken = (response: string): Outcome => ({ outcome: 'unknown', code: 'CHANNEL_BROKEN', response })
  try {
    const outcomes = await channel.send(provider, content, recipients, { signal })
    return recipients.map((_, index) => outcomes[index] ?? broken('The channel gave no outcome.'))
  } catch (error) {
    return recipients.map(() => broken(String(error)))
  }
}

async function keep(drainer: Drainer, state: LaneState, ended: readonly Call[]): Promise<void> {
  const calls = ended.map((call) => ({ ...call, outcomes: judgeAnswers(drainer, call) }))
  for (const { outcomes } of calls) await judgeProvider(drainer, state, outcomes)
  const results = calls.flatMap(({ recipients, outcomes }) =>
    recipients.flatMap((recipient, index) => {
      const outcome = outcomes[index]
      if (!outcome) return []
      return [resultOf(recipient, outcome, { laneIsPaused: state.refusals > 2, random: drainer.random() })]
    }),
  )
  await recordSurely(drainer, state.lane, results)
  for (const provider of new Set(calls.map((call) => call.provider))) {
    await heedVerdicts(drainer, state.lane, provider)
  }
}

/** Whom the provider says to be no more waits for what its other answers tell of it. */
function judgeAnswers(drainer: Drainer, { provider, recipients, outcomes }: Call): readonly Outcome[] {
  const answers = drainer.answersOf(provider)
  const judged = answers.judge(outcomes)
  for (const [index, outcome] of judged.entries()) {
    const recipient = recipients[index]
    if (outcome.outcome !== 'expired' || !recipient) continue
    const { message, n } = recipient
    answers.wait(outcome.code, { message, n, response: outcome.response, since: outcome.since })
  }
  return judged
}

async function heedVerdicts(drainer: Drainer, lane: Lane, provider: ChannelProvider): Promise<void> {
  const { dead, mistaken } = drainer.answersOf(provider).verdicts()
  try {
    if (mistaken.length > 0) await surely(drainer, () => blameProvider(drainer.db, mistaken))
    if (dead.length > 0) await surely(drainer, () => markDead(drainer.db, lane.type, provider, dead))
  } catch (error) {
    // The outcomes are kept, and other calls are under way: what was found out is found out again by the next message.
    drainer.log.warn('what was found out about recipients is lost', { provider: provider.seq, error })
  }
}

/** A call that says that the provider itself is wrong, twice in a row, makes its lane wait. */
async function judgeProvider(
  drainer: Drainer,
  state: LaneState,
  outcomes: readonly Outcome[],
): Promise<void> {
  const refused =
    outcomes.length > 0 && outcomes.every(({ outcome }) => outcome === 'auth' || outcome === 'config')
  if (refused) {
    state.refusals++
    const last = outcomes.findLast(({ outcome }) => outcome !== 'accepted')
    const why = last && 'code' in last ? last.code : ''
    await surely(drainer, () =>
      pauseLane(drainer.db, state.lane, {
        refusals: state.refusals,
        pauseMs: lanePauseMs(state.refusals),
        why,
      }),
    )
    return
  }
  const answered = outcomes.some(({ outcome }) => outcome !== 'transient' && outcome !== 'unknown')
  if (answered) state.isProven = true
  if (state.refusals > 0 && answered) {
    state.refusals = 0
    await surely(drainer, () => unpauseLane(drainer.db, state.lane))
  }
}

async function recordSurely(drainer: Drainer, lane: Lane, results: readonly Result[]): Promise<void> {
  const refused = await surely(drainer, () => record(drainer.db, lane, drainer.worker(), results))
  if (refused)
    drainer.log.warn('results came too late', { message: lane.message, provider: lane.provider, refused })
}

/** What was sent has to be written down: while the database is away this waits for it, and nothing new is sent. */
async function surely<T>(drainer: Drainer, write: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      if (!(isUnavailable(error) || isWorthRepeating(error)) || drainer.signal.aborted) throw error
      drainer.log.warn('the database is away; what is to be written waits for it', { error })
      await wait(Math.min(2000, 100 * 2 ** attempt))
    }
  }
}

// Sends what is open at one provider: rounds over its lanes, a short turn each, so that ten people's message is not behind a
// million people's. Claim, act, record; claiming is committed before a byte leaves.
import { setTimeout as wait } from 'node:timers/promises'
import type { Channel, ChannelProvider, Content, Outcome, Recipient } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'
import { isUnavailable } from '../db/errors.ts'
import type { Log } from '../log.ts'
import { resultOf } from './attempt.ts'
import { lanePauseMs } from './backoff.ts'
import type { LoadContent } from './content.ts'
import { claim, type Lane, pauseLane, type Result, record, unpauseLane } from './lanes.ts'

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
}

/** Works until none of the lanes has anything that can be sent now; returns how many recipients were dealt with. */
export async function drain(
  drainer: Drainer,
  provider: ChannelProvider,
  channel: Channel,
  lanes: readonly Lane[],
): Promise<number> {
  const open: LaneState[] = lanes.map((lane) => ({
    lane,
    after: 0,
    refusals: lane.refusals,
    isProven: false,
  }))
  let total = 0
  while (open.length > 0 && drainer.mayClaim()) {
    const state = open.shift()
    if (!state) break
    const done = await takeTurn(drainer, provider, channel, state)
    total += done.recipients
    if (!done.exhausted) open.push(state)
  }
  return total
}

type LaneState = {
  readonly lane: Lane
  /** The highest number claimed so far: what lies below is done, or waits for its next attempt. */
  after: number
  /** Calls in a row that said that the provider itself is wrong. */
  refusals: number
  /** Whether the provider has taken or refused a recipient of this lane, and so is right by itself. */
  isProven: boolean
}

type Call = { readonly recipients: readonly Recipient[]; readonly outcomes: readonly Outcome[] }

async function takeTurn(
  drainer: Drainer,
  provider: ChannelProvider,
  channel: Channel,
  state: LaneState,
): Promise<{ recipients: number; exhausted: boolean }> {
  const { lane } = state
  const content = await drainer.loadContent(lane.message)
  const calls = createCalls(channel, provider, content, drainer.signal)
  const endsAt = performance.now() + turn.ms
  let recipients = 0
  let exhausted = false

  while (true) {
    // Until a provider has taken one, it gets one at a time: wrong credentials then cost one row, not one per connection.
    const slots = state.isProven ? channel.concurrency : 1
    // What ended and is not written down yet still says `sending`: it counts, or a kill would leave more in doubt than connections.
    const free = slots - calls.unkept()
    const goesOn =
      !exhausted && recipients < turn.recipients && performance.now() < endsAt && drainer.mayClaim()
    if (goesOn && free > 0) {
      const batchSize = isSole(content) ? copiesInOneCall : state.refusals >= 2 ? 1 : channel.batchSize
      const claimed = await claimSafely(drainer, state, free * batchSize)
      recipients += claimed.length
      exhausted = claimed.length === 0 || (state.refusals >= 2 && claimed.length > 0)
      for (const batch of inBatches(claimed, batchSize)) calls.start(batch)
      if (claimed.length > 0) continue
    }
    if (calls.unkept() === 0) break
    await keep(drainer, state, await calls.ended())
    if (state.refusals >= 2) exhausted = true
  }
  return { recipients, exhausted }
}

function isSole(content: Content): boolean {
  return content.type === 'email' && content.soleRecipient !== undefined
}

async function claimSafely(drainer: Drainer, state: LaneState, limit: number): Promise<Recipient[]> {
  const claimed = await claim(drainer.db, state.lane, { worker: drainer.worker(), limit, after: state.after })
  state.after = Math.max(state.after, ...claimed.filter((one) => one.attempt === 1).map((one) => one.n))
  return claimed
}

function inBatches(recipients: readonly Recipient[], size: number): Recipient[][] {
  return Array.from({ length: Math.ceil(recipients.length / size) }, (_, index) =>
    recipients.slice(index * size, (index + 1) * size),
  )
}

/** The calls under way for one lane, and those that ended and whose outcomes are not kept yet. */
function createCalls(channel: Channel, provider: ChannelProvider, content: Content, signal: AbortSignal) {
  let running = 0
  let ended: Call[] = []
  let wake = () => {}
  const nextEnd = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })

  return {
    unkept: () => running + ended.length,
    start: (recipients: readonly Recipient[]) => {
      running++
      void callChannel(channel, provider, content, recipients, signal).then((outcomes) => {
        ended.push({ recipients, outcomes })
        running--
        wake()
      })
    },
    /** Waits for at least one call to end, and a moment for others. */
    ended: async (): Promise<Call[]> => {
      if (ended.length === 0) await nextEnd()
      const gathersUntil = performance.now() + gatherMs
      while (running > 0 && performance.now() < gathersUntil) {
        await Promise.race([nextEnd(), wait(gathersUntil - performance.now())])
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

async function keep(drainer: Drainer, state: LaneState, calls: readonly Call[]): Promise<void> {
  for (const { outcomes } of calls) await judgeProvider(drainer, state, outcomes)
  const results = calls.flatMap(({ recipients, outcomes }) =>
    recipients.flatMap((recipient, index) => {
      const outcome = outcomes[index]
      if (!outcome) return []
      return [resultOf(recipient, outcome, { laneIsPaused: state.refusals > 2, random: drainer.random() })]
    }),
  )
  await recordSurely(drainer, state.lane, results)
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
    await surely(drainer, () =>
      pauseLane(drainer.db, state.lane, state.refusals, lanePauseMs(state.refusals)),
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
      if (!isUnavailable(error) || drainer.signal.aborted) throw error
      drainer.log.warn('the database is away; results wait for it', { error })
      await wait(Math.min(2000, 100 * 2 ** attempt))
    }
  }
}

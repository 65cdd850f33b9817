// This process among those that deliver: the number under which it works, whether the others hear of it, and what it settles of those
// of whom nothing is heard any more.
import type { Channels } from '../channels/channel.ts'
import type { Database } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import { beat, reapDeadWorkers, registerWorker, signOff, silenceSeconds } from './workers.ts'

/** A worker that could not beat for so long opens no further connection: others may be taking over. */
const silentMs = 10_000

export type Presence = {
  /** Changes when this worker was taken for dead, or begins anew; 0 before the first beat. */
  readonly worker: () => number
  /** Whether it has beaten so lately that nobody takes it for dead. */
  readonly isHeard: () => boolean
  readonly beat: () => Promise<void>
  /**
   * At the next beat, under another number: rows are marked as being sent of which this process knows nothing any more, and are settled
   * like a dead one's.
   */
  readonly beginAnew: () => void
  /** Settles what the dead had in hand; answers how many rows that were. */
  readonly settleDead: () => Promise<number>
  /** For good, holding nothing. */
  readonly leave: () => Promise<void>
}

export function createPresence({ background: db, engine }: Database, channels: Channels): Presence {
  const idempotentKinds = Object.entries(channels).flatMap(([kind, channel]) =>
    channel.idempotent ? [kind] : [],
  )
  let worker = 0
  let beatenAt = Number.NEGATIVE_INFINITY
  /** It has beaten for so long without a gap, by the database's clock. */
  let steadySeconds = 0
  let mustBeginAnew = false

  /**
   * Others are judged only by who has seen the database all along: after it was away, or its clock has jumped, everybody seems to
   * have been silent. Embedded there are no others but those of processes that ended.
   */
  function whoIsDead() {
    if (engine === 'pglite') return { everyoneBut: worker }
    return steadySeconds >= silenceSeconds ? 'silent' : 'nobody'
  }

  async function leave(): Promise<void> {
    await signOff(db, worker)
    worker = 0
    mustBeginAnew = false
  }

  return {
    worker: () => worker,
    isHeard: () => performance.now() - beatenAt < silentMs,
    beat: async () => {
      // Before it is asked: the others count from when the database hears of it.
      const now = performance.now()
      if (mustBeginAnew) await leave()
      const sinceLast = worker === 0 ? undefined : await beat(db, worker)
      if (sinceLast === undefined) worker = (await registerWorker(db)).seq
      const isSteady = sinceLast !== undefined && sinceLast >= 0 && sinceLast * 1000 <= silentMs
      steadySeconds = isSteady ? steadySeconds + sinceLast : 0
      beatenAt = now
    },
    beginAnew: () => {
      mustBeginAnew = true
    },
    settleDead: () => transaction(db, (tx) => reapDeadWorkers(tx, { idempotentKinds, dead: whoIsDead() })),
    leave,
  }
}

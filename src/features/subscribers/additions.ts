// What is to be added to a topic, row by row, and what would become or has become of each.
import type { SubscriberBatchResult } from '../../../contract/subscribers.ts'
import type { PastedEntry } from './pasted-list.ts'
import type { Outcome, Wish } from './subscriber-batches.ts'

/**
 * `new`: it can be subscribed. `added`: it is now. `there`: it was subscribed already. `unknown`: nobody has it. `unread`: it names nothing.
 * `failed`: the call for it failed. `waiting`: an earlier call failed, and it was not tried.
 */
export type Verdict = 'new' | 'added' | 'there' | 'unknown' | 'unread' | 'failed' | 'waiting'

export interface Addition {
  /** As it was written, or what was picked. */
  readonly written: string
  /** Undefined where there is nothing to ask for. */
  readonly wish: Wish | undefined
  readonly verdict: Verdict
  /** Whose it is, or why it is as it is. */
  readonly detail: string
  /** Of one that was added. */
  readonly result?: SubscriberBatchResult | undefined
}

export function additionsOf(entries: readonly PastedEntry[]): Addition[] {
  return entries.map(({ written, identifier, problem = '' }) =>
    identifier === undefined
      ? { written, wish: undefined, verdict: 'unread', detail: problem }
      : { written, wish: { identifier }, verdict: 'waiting', detail: '' },
  )
}

/** Those that a call is to be about: what has its answer already is not asked again. */
export const openWishes = (additions: readonly Addition[]): Wish[] =>
  additions.flatMap(({ wish, verdict }) => (wish && isOpen(verdict) ? [wish] : []))

const isOpen = (verdict: Verdict) => verdict === 'waiting' || verdict === 'failed' || verdict === 'new'

/** Puts the answers to `openWishes` where they belong: of a try, or of what was done. */
export function withResults(
  additions: readonly Addition[],
  { results, error }: Outcome<SubscriberBatchResult>,
  of: 'try' | 'deed',
): Addition[] {
  let place = 0
  return additions.map((addition) => {
    if (!addition.wish || !isOpen(addition.verdict)) return addition
    const result = results[place++]
    if (result) return { ...addition, ...answered(result, of) }
    return { ...addition, verdict: error ? 'waiting' : 'failed', detail: '', result: undefined }
  })
}

function answered(
  result: SubscriberBatchResult,
  of: 'try' | 'deed',
): Pick<Addition, 'verdict' | 'detail' | 'result'> {
  const { status, error, subscriber } = result
  const whose = subscriber ? subscriber.userName || subscriber.userId : ''
  if (status === 'added') return { verdict: of === 'try' ? 'new' : 'added', detail: whose, result }
  if (error?.type === 'subscriber_already_exists') return { verdict: 'there', detail: whose, result }
  if (error?.type === 'user_target_not_found') return { verdict: 'unknown', detail: '', result }
  return { verdict: 'failed', detail: error?.message ?? '', result }
}

export const ofVerdict = (additions: readonly Addition[], verdict: Verdict): Addition[] =>
  additions.filter((addition) => addition.verdict === verdict)

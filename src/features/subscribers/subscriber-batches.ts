// Many subscribers at once, in as many calls as it takes. A call that fails ends it; what was done before it stands, and is told.
import type { Sendable } from '../../../contract/endpoint.ts'
import {
  mostBatchRows,
  type Subscriber,
  type SubscriberBatchResult,
  subscribers,
} from '../../../contract/subscribers.ts'
import { call } from '../../lib/client.ts'

type Batch = Sendable<typeof subscribers.batch>['body']
/** Whom to subscribe: by the target, or by what that is. */
export interface Wish {
  readonly subscriberId?: string
  readonly targetId?: string
  readonly identifier?: string
}

export interface Outcome<Result> {
  /** One for each row, in their order, as far as it got. */
  readonly results: readonly Result[]
  /** Why it ended early. */
  readonly error: unknown
}

type OnProgress = (done: number) => void

/** What would become of each, without doing it. */
export const tryAdding = (topicId: string, wishes: readonly Wish[], onProgress: OnProgress) =>
  inPieces(wishes, onProgress, (add) => sendBatch(topicId, { add, dryRun: true }))

export const addMany = (topicId: string, wishes: readonly Wish[], onProgress: OnProgress) =>
  inPieces(wishes, onProgress, (add) => sendBatch(topicId, { add }))

export const removeMany = (topicId: string, some: readonly Subscriber[], onProgress: OnProgress) =>
  inPieces(some, onProgress, (piece) =>
    sendBatch(topicId, { remove: piece.map(({ $id }) => ({ subscriberId: $id })) }),
  )

/** As they were called before they were removed. */
export const restoreMany = (topicId: string, some: readonly Subscriber[]) =>
  addMany(
    topicId,
    some.map(({ $id, targetId }) => ({ subscriberId: $id, targetId })),
    () => {},
  )

async function sendBatch(topicId: string, body: Batch): Promise<SubscriberBatchResult[]> {
  const { results } = await call(subscribers.batch, { params: { topicId }, body })
  return results
}

export async function inPieces<Item, Result>(
  items: readonly Item[],
  onProgress: OnProgress,
  work: (piece: Item[]) => Promise<readonly Result[]>,
  size = mostBatchRows,
): Promise<Outcome<Result>> {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += size) {
    try {
      results.push(...(await work(items.slice(from, from + size))))
    } catch (error) {
      return { results, error }
    }
    onProgress(results.length)
  }
  return { results, error: null }
}

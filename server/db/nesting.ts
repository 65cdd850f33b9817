// In a transaction, asking for another connection is a mistake: embedded, there is none, and each waits for the other;
// on PostgreSQL the pool runs dry as soon as enough requests do it at once. Tests find it by this watch. It is off
// otherwise, because it makes every promise a little slower.
import { AsyncLocalStorage } from 'node:async_hooks'

let transactions: AsyncLocalStorage<{ isOpen: boolean }> | undefined

export function watchForNesting(): void {
  transactions ??= new AsyncLocalStorage()
}

export async function insideTransaction<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!transactions) return work()
  const state = { isOpen: true }
  return transactions.run(state, work).finally(() => {
    state.isOpen = false
  })
}

export function refuseNesting(): void {
  if (!transactions?.getStore()?.isOpen) return
  throw new Error(
    'A statement outside of the transaction was asked for inside of it: use the `db` that the transaction gives.',
  )
}

// Whether the server answers. `navigator.onLine` does not say: a server on this machine answers without any network.
import { useSyncExternalStore } from 'react'

let isReachable = true
const listeners = new Set<() => void>()

/** Told by the client after each call. */
export function noteReachable(now: boolean): void {
  if (isReachable === now) return
  isReachable = now
  for (const listener of listeners) listener()
}

export function useIsReachable(): boolean {
  return useSyncExternalStore(subscribe, () => isReachable)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

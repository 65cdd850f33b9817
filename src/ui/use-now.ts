import { useSyncExternalStore } from 'react'

interface Clock {
  now: number
  subscribe: (listener: () => void) => () => void
}

const clocks = new Map<number, Clock>()

/** The time, and a new render each `interval`: all that use the same interval share one timer. */
export function useNow(interval = 30_000) {
  const clock = clocks.get(interval) ?? startClock(interval)
  useSyncExternalStore(clock.subscribe, () => clock.now)
  // Not the tick's own: what has happened since would lie in the future.
  return Date.now()
}

function startClock(interval: number): Clock {
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined

  function tick() {
    clock.now = Date.now()
    for (const listener of listeners) listener()
  }

  const clock: Clock = {
    now: Date.now(),
    subscribe(listener) {
      listeners.add(listener)
      if (!timer) {
        timer = setInterval(tick, interval)
        // Browsers slow timers of hidden tabs down; whoever comes back sees the present.
        document.addEventListener('visibilitychange', tick)
        if (Date.now() - clock.now > 1_000) queueMicrotask(tick)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
        document.removeEventListener('visibilitychange', tick)
      }
    },
  }
  clocks.set(interval, clock)
  return clock
}

import { useSyncExternalStore } from 'react'

interface ToastAction {
  label: string
  onSelect: () => void
  /** The toast stays after it. */
  stays?: boolean | undefined
}

export interface ToastOptions {
  title: string
  detail?: string | undefined
  /** Errors stay until they are closed. */
  tone?: 'plain' | 'good' | 'error' | undefined
  /** For the errors that are our fault. */
  requestId?: string | undefined
  actions?: readonly ToastAction[] | undefined
  /** Counts down to this moment (ms) behind the title, "Sending in 0:08", and is there until then. */
  until?: number | undefined
  /** When the countdown has come to its end by itself. */
  onEnd?: (() => void) | undefined
  /** A second one with the same id takes the first one's place. */
  id?: string | undefined
}

export type Toast = ToastOptions & { id: string }

const most = 5
const shownFor = 6_000

let toasts: readonly Toast[] = []
let isHeld = false
let made = 0
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const listeners = new Set<() => void>()

/** Shows a short message at the edge; callable from anywhere. Gives the id to dismiss it by. */
export function toast(options: ToastOptions) {
  made += 1
  const shown = { ...options, id: options.id ?? `toast-${made}` }
  const others = toasts.filter(({ id }) => id !== shown.id)
  change([...(others.length < most ? others : withoutOne(others)), shown])
  startTimer(shown)
  return shown.id
}

export function dismissToast(id: string) {
  clearTimeout(timers.get(id))
  timers.delete(id)
  change(toasts.filter((shown) => shown.id !== id))
}

/** While somebody reads or reaches for one, none goes; countdowns go on, since what they count goes on. */
export function holdToasts(held: boolean) {
  if (isHeld === held) return
  isHeld = held
  for (const shown of toasts) {
    if (shown.until === undefined) startTimer(shown)
  }
}

export function useToasts() {
  return useSyncExternalStore(subscribe, shownToasts)
}

export const shownToasts = () => toasts

/** The oldest that would go by itself makes room; an error, or a countdown with its Undo, only where all are such. */
function withoutOne(full: readonly Toast[]) {
  const passing = full.find(({ tone, until }) => tone !== 'error' && until === undefined)
  const going = passing ?? full[0]
  return full.filter((shown) => shown !== going)
}

function startTimer(shown: Toast) {
  clearTimeout(timers.get(shown.id))
  timers.delete(shown.id)
  if (shown.until !== undefined) {
    timers.set(
      shown.id,
      setTimeout(() => {
        dismissToast(shown.id)
        shown.onEnd?.()
      }, shown.until - Date.now()),
    )
  } else if (shown.tone !== 'error' && !isHeld) {
    timers.set(
      shown.id,
      setTimeout(() => dismissToast(shown.id), shownFor),
    )
  }
}

function change(next: readonly Toast[]) {
  const kept = new Set(next.map(({ id }) => id))
  for (const [id, timer] of timers) {
    if (kept.has(id)) continue
    clearTimeout(timer)
    timers.delete(id)
  }
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

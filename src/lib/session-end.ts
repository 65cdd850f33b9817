// The session ended while a page was open. The shell asks to sign in over the page; reads wait for it and go on by themselves.
import { useSyncExternalStore } from 'react'

let over: Promise<void> | undefined
let finish = () => {}
/** How often somebody was asked to sign in since the session ended; 0 while it lasts. */
let asked = 0
const listeners = new Set<() => void>()

/** For a read: resolves once somebody has signed in again. */
export function untilSignedIn(): Promise<void> {
  if (!over) {
    over = new Promise((resolve) => {
      finish = resolve
    })
    askToSignIn()
  }
  return over
}

/** For a change, which is not repeated by itself: asks again, should the first asking have been put aside. */
export function askToSignIn(): void {
  asked += 1
  notify()
}

/** Lets the waiting reads go on. */
export function resumeSession(): void {
  finish()
  over = undefined
  asked = 0
  notify()
}

export function useSignInAsked(): number {
  return useSyncExternalStore(subscribe, signInAsked)
}

export const signInAsked = () => asked

function notify() {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

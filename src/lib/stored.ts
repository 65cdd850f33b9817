/** What this browser remembers; without storage (blocked, full) it remembers nothing, and that is all. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** All that is remembered under keys that begin so. */
export function forgetStored(beginning: string): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(beginning)) localStorage.removeItem(key)
  } catch {
    // Then nothing is remembered.
  }
}

export function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Remembering is a convenience.
  }
}

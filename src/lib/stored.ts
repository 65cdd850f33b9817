/** What this browser remembers; without storage (blocked, full) it remembers nothing, and that is all. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function writeStored(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Remembering is a convenience.
  }
}

import { useState } from 'react'

/** The value, or the last one there was: rows stay on the page while others could not be fetched. */
export function useLastKnown<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value)
  if (value !== undefined && value !== last) setLast(value)
  return value ?? last
}

import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: isWorthRetrying,
        retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 8_000),
        // What a loader or a hovered link has just fetched is not fetched again by the page that shows it.
        staleTime: 5_000,
        gcTime: 5 * 60_000,
        // The browser's idea of being online says nothing about a server on this machine.
        networkMode: 'always',
      },
      // Whether a change that got no answer was made is for a person to look up before it is repeated.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

/** A refusal stays one, and so does a fault in the program; what cannot be reached just now may be a moment later. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && !(error instanceof ApiError && error.code <= 500)
}

/** How often to look again: `refetchInterval` of what is on the page. Hidden pages are not polled. */
export function pollInterval(isMoving: boolean): number {
  return isMoving ? 2_000 : 15_000
}

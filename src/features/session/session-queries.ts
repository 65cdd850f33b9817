import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { type Administrator, consoleEndpoints } from '../../../contract/console.ts'
import type { Sendable } from '../../../contract/endpoint.ts'
import { call } from '../../lib/client.ts'

export const sessionQueries = {
  /** Who is signed in; null when nobody is. It changes when somebody signs in or out here, and is set then. */
  current: () =>
    queryOptions({
      queryKey: ['session'],
      queryFn: ({ signal }) => call(consoleEndpoints.session, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
    }),
  /** Whether somebody has signed in meanwhile, without touching what the page goes by. */
  again: () => queryOptions({ ...sessionQueries.current(), queryKey: ['session', 'again'], staleTime: 0 }),
  /** What is known before anybody signs in. */
  status: () =>
    queryOptions({
      queryKey: ['status'],
      queryFn: ({ signal }) => call(consoleEndpoints.status, { signal }),
    }),
}

type Body<Name extends 'signIn' | 'setUp'> = Sendable<(typeof consoleEndpoints)[Name]>['body']

export const sessionMutations = {
  signIn: () =>
    mutationOptions({ mutationFn: (body: Body<'signIn'>) => call(consoleEndpoints.signIn, { body }) }),
  setUp: () =>
    mutationOptions({ mutationFn: (body: Body<'setUp'>) => call(consoleEndpoints.setUp, { body }) }),
  signOut: () => mutationOptions({ mutationFn: () => call(consoleEndpoints.signOut) }),
}

/** Puts what the server answered about the one who is signed in here in its place. */
export function takeOneself(queryClient: QueryClient, administrator: Administrator): void {
  queryClient.setQueryData(
    sessionQueries.current().queryKey,
    (session) => session && { ...session, administrator },
  )
}

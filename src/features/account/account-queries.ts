import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { consoleEndpoints } from '../../../contract/console.ts'
import type { Sendable } from '../../../contract/endpoint.ts'
import { call } from '../../lib/client.ts'

type Body<Name extends 'updateAccount' | 'changePassword'> = Sendable<(typeof consoleEndpoints)[Name]>['body']

export const accountQueries = {
  /** Where one is signed in, the latest used first. */
  sessions: () =>
    queryOptions({
      queryKey: ['account', 'sessions'],
      queryFn: ({ signal }) => call(consoleEndpoints.listSessions, { signal }),
    }),
}

export const accountMutations = {
  update: () =>
    mutationOptions({
      mutationFn: (body: Body<'updateAccount'>) => call(consoleEndpoints.updateAccount, { body }),
    }),
  changePassword: () =>
    mutationOptions({
      mutationFn: (body: Body<'changePassword'>) => call(consoleEndpoints.changePassword, { body }),
    }),
  endSession: () =>
    mutationOptions({
      mutationFn: (sessionId: string) => call(consoleEndpoints.deleteSession, { params: { sessionId } }),
    }),
  endOtherSessions: () => mutationOptions({ mutationFn: () => call(consoleEndpoints.deleteOtherSessions) }),
}

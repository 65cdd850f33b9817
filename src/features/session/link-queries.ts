import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { consoleEndpoints } from '../../../contract/console.ts'
import type { Sendable } from '../../../contract/endpoint.ts'
import { call } from '../../lib/client.ts'

type Body<Name extends 'acceptInvitation' | 'resetPassword'> = Sendable<
  (typeof consoleEndpoints)[Name]
>['body']

/** Links that work once: whom they are for, and using them. */
export const linkQueries = {
  invitation: (token: string) =>
    queryOptions({
      queryKey: ['link', 'invitation', token],
      queryFn: ({ signal }) => call(consoleEndpoints.checkInvitation, { body: { token }, signal }),
    }),
  passwordReset: (token: string) =>
    queryOptions({
      queryKey: ['link', 'passwordReset', token],
      queryFn: ({ signal }) => call(consoleEndpoints.checkPasswordReset, { body: { token }, signal }),
    }),
}

export const linkMutations = {
  acceptInvitation: () =>
    mutationOptions({
      mutationFn: (body: Body<'acceptInvitation'>) => call(consoleEndpoints.acceptInvitation, { body }),
    }),
  resetPassword: () =>
    mutationOptions({
      mutationFn: (body: Body<'resetPassword'>) => call(consoleEndpoints.resetPassword, { body }),
    }),
}

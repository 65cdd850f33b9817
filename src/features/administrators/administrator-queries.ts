import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { type Administrator, consoleEndpoints } from '../../../contract/console.ts'
import type { Sendable } from '../../../contract/endpoint.ts'
import { queries } from '../../../contract/queries.ts'
import type { Role } from '../../../contract/roles.ts'
import { call } from '../../lib/client.ts'

const most = 500

export const administratorQueries = {
  all: () => ['administrators'] as const,
  /** The oldest first. */
  list: () =>
    queryOptions({
      queryKey: [...administratorQueries.all(), 'list'],
      queryFn: ({ signal }) =>
        call(consoleEndpoints.listAdministrators, { query: { queries: [queries.limit(most)] }, signal }),
    }),
  /** Those that are open still, the newest first. */
  invitations: () =>
    queryOptions({
      queryKey: [...administratorQueries.all(), 'invitations'],
      queryFn: ({ signal }) =>
        call(consoleEndpoints.listInvitations, { query: { queries: [queries.limit(most)] }, signal }),
    }),
}

export const administratorMutations = {
  invite: () =>
    mutationOptions({
      mutationFn: (body: Sendable<typeof consoleEndpoints.createInvitation>['body']) =>
        call(consoleEndpoints.createInvitation, { body }),
    }),
  withdraw: () =>
    mutationOptions({
      mutationFn: (invitationId: string) =>
        call(consoleEndpoints.deleteInvitation, { params: { invitationId } }),
    }),
  changeRole: (administratorId: string) =>
    mutationOptions({
      mutationFn: (role: Role) =>
        call(consoleEndpoints.updateAdministrator, { params: { administratorId }, body: { role } }),
    }),
  remove: () =>
    mutationOptions({
      mutationFn: (administratorId: string) =>
        call(consoleEndpoints.deleteAdministrator, { params: { administratorId } }),
    }),
  makeResetLink: () =>
    mutationOptions({
      mutationFn: (administratorId: string) =>
        call(consoleEndpoints.createResetLink, { params: { administratorId } }),
    }),
}

/** Whoever has not said his name is called by his address. */
export const administratorName = ({ name, email }: Pick<Administrator, 'name' | 'email'>) => name || email

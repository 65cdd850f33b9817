import { mutationOptions } from '@tanstack/react-query'
import type { Sendable } from '../../../contract/endpoint.ts'
import { targets } from '../../../contract/targets.ts'
import { call } from '../../lib/client.ts'

type Body<Name extends 'create' | 'update'> = Sendable<(typeof targets)[Name]>['body']

export const targetMutations = {
  create: (userId: string) =>
    mutationOptions({
      mutationFn: (body: Body<'create'>) => call(targets.create, { params: { userId }, body }),
    }),
  update: (userId: string) =>
    mutationOptions({
      mutationFn: ({ targetId, change }: { targetId: string; change: Body<'update'> }) =>
        call(targets.update, { params: { userId, targetId }, body: change }),
    }),
  delete: (userId: string) =>
    mutationOptions({
      mutationFn: (targetId: string) => call(targets.delete, { params: { userId, targetId } }),
    }),
}

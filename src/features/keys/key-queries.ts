import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { consoleEndpoints } from '../../../contract/console.ts'
import type { Sendable } from '../../../contract/endpoint.ts'
import { queries } from '../../../contract/queries.ts'
import { call } from '../../lib/client.ts'
import { currentProject } from '../../lib/project.ts'

type Body<Name extends 'createKey' | 'updateKey'> = Sendable<(typeof consoleEndpoints)[Name]>['body']

/** A project has a handful. */
const most = 500

export const keyQueries = {
  all: () => ['keys'] as const,
  /** The newest first. */
  list: () =>
    queryOptions({
      queryKey: [...keyQueries.all(), 'list'],
      queryFn: ({ signal }) =>
        call(consoleEndpoints.listKeys, {
          params: { projectId: currentProject() },
          query: { queries: [queries.orderDesc('$createdAt'), queries.limit(most)] },
          signal,
        }),
    }),
}

export const keyMutations = {
  create: () =>
    mutationOptions({
      mutationFn: (body: Body<'createKey'>) =>
        call(consoleEndpoints.createKey, { params: { projectId: currentProject() }, body }),
    }),
  update: (keyId: string) =>
    mutationOptions({
      mutationFn: (body: Body<'updateKey'>) =>
        call(consoleEndpoints.updateKey, { params: { projectId: currentProject(), keyId }, body }),
    }),
  delete: () =>
    mutationOptions({
      mutationFn: (keyId: string) =>
        call(consoleEndpoints.deleteKey, { params: { projectId: currentProject(), keyId } }),
    }),
}

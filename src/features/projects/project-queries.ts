import { mutationOptions } from '@tanstack/react-query'
import { consoleEndpoints } from '../../../contract/console.ts'
import type { Sendable } from '../../../contract/endpoint.ts'
import { call } from '../../lib/client.ts'

// Projects are read with the session: `useSession().projects`.
export const projectMutations = {
  create: () =>
    mutationOptions({
      mutationFn: (body: Sendable<typeof consoleEndpoints.createProject>['body']) =>
        call(consoleEndpoints.createProject, { body }),
    }),
}

import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { consoleEndpoints, type Project } from '../../../contract/console.ts'
import type { Sendable } from '../../../contract/endpoint.ts'
import { messages } from '../../../contract/messages.ts'
import { providers } from '../../../contract/providers.ts'
import { queries } from '../../../contract/queries.ts'
import { topics } from '../../../contract/topics.ts'
import { users } from '../../../contract/users.ts'
import { call } from '../../lib/client.ts'
import { sessionQueries } from '../session/session-queries.ts'

type Body<Name extends 'createProject' | 'updateProject'> = Sendable<(typeof consoleEndpoints)[Name]>['body']

const one = { queries: [queries.limit(1)] }

// Projects themselves are read with the session: `useSession().projects`.
export const projectQueries = {
  /** How much is in the project of the page. */
  contents: () =>
    queryOptions({
      queryKey: ['project', 'contents'],
      queryFn: async ({ signal }) => {
        const options = { query: one, signal }
        const [people, inTopics, inMessages, inProviders] = await Promise.all([
          call(users.list, options),
          call(topics.list, options),
          call(messages.list, options),
          call(providers.list, options),
        ])
        return {
          people: people.total,
          topics: inTopics.total,
          messages: inMessages.total,
          providers: inProviders.total,
        }
      },
    }),
}

export const projectMutations = {
  create: () =>
    mutationOptions({
      mutationFn: (body: Body<'createProject'>) => call(consoleEndpoints.createProject, { body }),
    }),
  update: (projectId: string) =>
    mutationOptions({
      mutationFn: (body: Body<'updateProject'>) =>
        call(consoleEndpoints.updateProject, { params: { projectId }, body }),
    }),
  delete: () =>
    mutationOptions({
      mutationFn: (projectId: string) => call(consoleEndpoints.deleteProject, { params: { projectId } }),
    }),
}

/** Puts what the server answered in the place of the project as it was. */
export function takeProject(queryClient: QueryClient, project: Project): void {
  queryClient.setQueryData(
    sessionQueries.current().queryKey,
    (session) =>
      session && {
        ...session,
        projects: session.projects.map((known) => (known.$id === project.$id ? project : known)),
      },
  )
}

import { createFileRoute, redirect } from '@tanstack/react-router'
import { homeProject } from '../features/projects/use-project.ts'
import { sessionQueries } from '../features/session/session-queries.ts'

export const Route = createFileRoute('/')({
  beforeLoad: async ({ context: { queryClient } }) => {
    const session = await queryClient.query({ ...sessionQueries.current(), staleTime: 'static' })
    if (!session) throw redirect({ to: '/sign-in', replace: true })
    const project = homeProject(session)
    if (!project) throw redirect({ to: '/new-project', replace: true })
    throw redirect({ to: '/p/$projectId', params: { projectId: project.$id }, replace: true })
  },
})

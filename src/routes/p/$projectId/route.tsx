import { createFileRoute, notFound, redirect } from '@tanstack/react-router'
import type { Project } from '../../../../contract/console.ts'
import { projectOf } from '../../../features/projects/use-project.ts'
import { sessionQueries } from '../../../features/session/session-queries.ts'
import { BareErrorPage } from '../../../features/shell/bare-page-states.tsx'
import { Frame } from '../../../features/shell/frame.tsx'
import { NotFoundPage } from '../../../features/shell/page-states.tsx'
import { enterProject } from '../../../lib/project.ts'

export const Route = createFileRoute('/p/$projectId')({
  // The error's page comes with the first script: it is needed when nothing more can be fetched.
  codeSplitGroupings: [['component']],
  beforeLoad: async ({ context: { queryClient }, params, location, preload }) => {
    const session = await queryClient.query({ ...sessionQueries.current(), staleTime: 'static' })
    if (!session) throw redirect({ to: '/sign-in', search: { to: location.href }, replace: true })
    const project = projectOf(session, params.projectId)
    if (!project) throw notFound()
    if (!preload && !enterProject(project.$id)) throw redirect({ href: location.href, reloadDocument: true })
    return { project, role: session.administrator.role }
  },
  head: ({ match }) => {
    // Also called when `beforeLoad` has refused, and so has given no project.
    const project = match.context.project as Project | undefined
    return { meta: project ? [{ title: project.name }] : [] }
  },
  component: Frame,
  errorComponent: BareErrorPage,
  notFoundComponent: NotFoundPage,
})

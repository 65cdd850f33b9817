import { createFileRoute, redirect } from '@tanstack/react-router'
import { hasRole } from '../../contract/roles.ts'
import { NewProjectForm } from '../features/projects/new-project-form.tsx'
import { sessionQueries } from '../features/session/session-queries.ts'
import { BarePage } from '../features/shell/bare-page.tsx'
import { BackLink } from '../ui/back-link.tsx'

export const Route = createFileRoute('/new-project')({
  loader: async ({ context: { queryClient }, location }) => {
    const session = await queryClient.query({ ...sessionQueries.current(), staleTime: 'static' })
    if (!session) throw redirect({ to: '/sign-in', search: { to: location.href }, replace: true })
    return { mayAdd: hasRole(session.administrator.role, 'owner'), isFirst: session.projects.length === 0 }
  },
  head: () => ({ meta: [{ title: 'Add a project' }] }),
  component: NewProjectPage,
})

function NewProjectPage() {
  const { mayAdd, isFirst } = Route.useLoaderData()
  if (!mayAdd) return <BarePage title="There is no project yet" detail="An owner can add one." />
  return (
    <BarePage
      title={isFirst ? 'Add your first project' : 'Add a project'}
      detail="Messages, people and providers belong to a project."
    >
      <NewProjectForm />
      {!isFirst && (
        <p className="mt-6">
          <BackLink to="/">Back</BackLink>
        </p>
      )}
    </BarePage>
  )
}

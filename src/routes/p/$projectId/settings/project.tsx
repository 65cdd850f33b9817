import { createFileRoute } from '@tanstack/react-router'
import { ProjectSettingsPage } from '../../../../features/projects/project-settings-page.tsx'
import {
  type ProjectSettingsSearch,
  projectSettingsSearch,
} from '../../../../features/projects/project-settings-search.ts'
import { unread } from '../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/settings/project')({
  validateSearch: unread<ProjectSettingsSearch>,
  head: () => ({ meta: [{ title: 'Project' }] }),
  component: ProjectRoute,
})

function ProjectRoute() {
  const navigate = Route.useNavigate()
  return (
    <ProjectSettingsPage
      search={projectSettingsSearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

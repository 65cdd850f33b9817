import { lazy, Suspense } from 'react'
import { useClosePanel } from '../../lib/panel.ts'
import { Button } from '../../ui/button.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { useMay } from '../session/use-session.ts'
import { ConnectPart } from './connect-part.tsx'
import { EditProjectForm } from './edit-project-form.tsx'
import { ProjectFacts } from './project-facts.tsx'
import type { ProjectSettingsSearch } from './project-settings-search.ts'
import { useProject } from './use-project.ts'

const DeleteProjectDialog = lazy(async () => {
  const { DeleteProjectDialog } = await import('./delete-project-dialog.tsx')
  return { default: DeleteProjectDialog }
})

export interface ProjectSettingsPageProps {
  search: ProjectSettingsSearch
  onSearch: (search: ProjectSettingsSearch) => void
}

/** The project itself: what it is called, how long it remembers, how programs reach it. */
export function ProjectSettingsPage({ search, onSearch }: ProjectSettingsPageProps) {
  const project = useProject()
  const mayChange = useMay('owner')
  const closeDialog = useClosePanel<ProjectSettingsSearch>('remove')
  return (
    <div className="max-w-reading">
      <PageHeader title="Project" detail={<CopyableId id={project.$id} of="project ID" />} />
      {mayChange ? <EditProjectForm project={project} /> : <ProjectFacts project={project} />}
      <ConnectPart projectId={project.$id} />
      {mayChange && (
        <Section
          title="Delete this project"
          description="With everything that is in it, at once and for good."
          action={<Button onClick={() => onSearch({ remove: true })}>Delete project…</Button>}
        >
          {null}
        </Section>
      )}
      <Suspense>
        {search.remove && mayChange && <DeleteProjectDialog project={project} onClose={closeDialog} />}
      </Suspense>
    </div>
  )
}

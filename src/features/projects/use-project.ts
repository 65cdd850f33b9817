import { useParams } from '@tanstack/react-router'
import type { Project, Session } from '../../../contract/console.ts'
import { lastProject } from '../../lib/project.ts'
import { useSession } from '../session/use-session.ts'

/** The project of the page. */
export function useProject(): Project {
  const { projectId } = useParams({ from: '/p/$projectId' })
  const project = projectOf(useSession(), projectId)
  if (!project) throw new Error('The project’s route refuses projects that are not there')
  return project
}

export const projectOf = (session: Session, projectId: string) =>
  session.projects.find(({ $id }) => $id === projectId)

/** Where to begin: where this browser was last, else the oldest project. */
export function homeProject(session: Session): Project | undefined {
  return projectOf(session, lastProject() ?? '') ?? session.projects[0]
}

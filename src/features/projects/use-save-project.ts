import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { Project } from '../../../contract/console.ts'
import { toast } from '../../ui/toasts.ts'
import { projectMutations, takeProject } from './project-queries.ts'
import { useProject } from './use-project.ts'

export interface SavingProject {
  onSaved: (project: Project) => void
  onError: (error: Error) => void
}

/** Saves what has changed of the page's project, and shows it everywhere at once. */
export function useSaveProject({ onSaved, onError }: SavingProject) {
  const { $id } = useProject()
  const queryClient = useQueryClient()
  const router = useRouter()
  return useMutation({
    ...projectMutations.update($id),
    onSuccess: (project) => {
      takeProject(queryClient, project)
      onSaved(project)
      toast({ title: `“${project.name}” is saved`, tone: 'good' })
      // The page's title names the project, and lists count their days in its zone.
      return router.invalidate()
    },
    onError,
  })
}

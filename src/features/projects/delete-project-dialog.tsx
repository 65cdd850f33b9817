import { useMutation, useQuery } from '@tanstack/react-query'
import type { Project } from '../../../contract/console.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { projectMutations, projectQueries } from './project-queries.ts'

export interface DeleteProjectDialogProps {
  project: Project
  onClose: () => void
}

export function DeleteProjectDialog({ project, onClose }: DeleteProjectDialogProps) {
  const { data: contents } = useQuery(projectQueries.contents())
  const remove = useMutation({
    ...projectMutations.delete(),
    // A page load: one page stays in one project, and this one is gone.
    onSuccess: () => location.replace('/'),
  })
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate(project.$id)}
      title={`Delete “${project.name}”?`}
      consequence={
        contents
          ? `${countsText(contents)} go with it, and all deliveries, files, API keys and activity.`
          : 'All that is in it goes with it.'
      }
      confirm={`Delete “${project.name}”`}
      keep="Keep it"
      typed={project.$id}
      pending={(remove.isPending || remove.isSuccess) && 'Deleting…'}
      error={problemOf(remove.error)}
    >
      <p className="text-quiet">
        What is scheduled or under way is not sent any more, and programs that call this project are refused.
        This cannot be undone.
      </p>
    </ConfirmDialog>
  )
}

interface Contents {
  readonly people: number
  readonly topics: number
  readonly messages: number
  readonly providers: number
}

function countsText({ people, topics, messages, providers }: Contents): string {
  const counts = [
    people === 1 ? '1 person' : `${people.toLocaleString()} people`,
    counted(topics, 'topic'),
    counted(messages, 'message'),
  ]
  return `${counts.join(', ')} and ${counted(providers, 'provider')}`
}

const counted = (count: number, thing: string) =>
  `${count.toLocaleString()} ${thing}${count === 1 ? '' : 's'}`

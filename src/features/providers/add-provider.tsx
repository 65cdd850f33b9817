import Plus from 'lucide-react/icons/plus'
import { currentProject } from '../../lib/project.ts'
import { ButtonLink } from '../../ui/button-link.tsx'

export function AddProvider() {
  return (
    <ButtonLink
      to="/p/$projectId/providers/new"
      params={{ projectId: currentProject() }}
      variant="primary"
      icon={<Plus aria-hidden="true" />}
      hint="c"
    >
      Add a provider
    </ButtonLink>
  )
}

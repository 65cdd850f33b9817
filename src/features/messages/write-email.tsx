import MailPlus from 'lucide-react/icons/mail-plus'
import { currentProject } from '../../lib/project.ts'
import { ButtonLink } from '../../ui/button-link.tsx'

export function WriteEmail() {
  return (
    <ButtonLink
      to="/p/$projectId/messages/new/email"
      params={{ projectId: currentProject() }}
      variant="primary"
      icon={<MailPlus aria-hidden="true" />}
      hint="c"
    >
      Write an e-mail
    </ButtonLink>
  )
}

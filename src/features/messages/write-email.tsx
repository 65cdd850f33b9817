import MailPlus from 'lucide-react/icons/mail-plus'
import { currentProject } from '../../lib/project.ts'
import type { LocalTime } from '../../lib/time.ts'
import { ButtonLink } from '../../ui/button-link.tsx'

/** `at`: when it is to go out, where that is known already. */
export function WriteEmail({ at }: { at?: LocalTime | undefined }) {
  return (
    <ButtonLink
      to="/p/$projectId/messages/new/email"
      params={{ projectId: currentProject() }}
      search={{ ...at }}
      variant="primary"
      icon={<MailPlus aria-hidden="true" />}
      hint="c"
    >
      Write an e-mail
    </ButtonLink>
  )
}

import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { roleWords } from '../session/role-words.ts'
import { useSession } from '../session/use-session.ts'
import { PasswordForm } from './password-form.tsx'
import { ProfileForm } from './profile-form.tsx'
import { SessionsPart } from './sessions-part.tsx'

/** What everybody who signs in has of his own. */
export function AccountPage() {
  const { administrator } = useSession()
  const { label, help } = roleWords[administrator.role]
  return (
    <>
      <div className="max-w-reading">
        <PageHeader title="Your account" detail={`${label}: ${help}`} />
        <ProfileForm administrator={administrator} />
        <Section title="Password">
          <PasswordForm email={administrator.email} />
        </Section>
      </div>
      <SessionsPart />
    </>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createFileRoute, useLocation, useNavigate } from '@tanstack/react-router'
import { AcceptInvitationForm } from '../features/session/accept-invitation-form.tsx'
import { DeadLink } from '../features/session/dead-link.tsx'
import { InsecureNotice } from '../features/session/insecure-notice.tsx'
import { linkQueries } from '../features/session/link-queries.ts'
import { roleWords } from '../features/session/role-words.ts'
import { sessionQueries } from '../features/session/session-queries.ts'
import { BarePage } from '../features/shell/bare-page.tsx'
import { zonedTime } from '../lib/time.ts'

export const Route = createFileRoute('/accept-invitation')({
  head: () => ({ meta: [{ title: 'Invitation' }] }),
  component: AcceptInvitationPage,
})

function AcceptInvitationPage() {
  // In the fragment, which browsers do not send: it is in no server's or proxy's log.
  const token = useLocation({ select: ({ hash }) => hash })
  const { data, error } = useQuery({ ...linkQueries.invitation(token), enabled: token !== '' })
  const navigate = useNavigate()
  const queryClient = useQueryClient()

  if (error || !token) {
    return (
      <BarePage title="Invitation">
        <DeadLink
          error={error}
          advice="Ask whoever invited you for a new link: each works once, for 48 hours."
        />
      </BarePage>
    )
  }
  if (!data) return <BarePage title="Invitation" detail={<span role="status">Looking it up…</span>} />
  const { email, role, invitedBy, expiresAt } = data
  const { label, help } = roleWords[role]
  return (
    <BarePage
      title="Join Carillon"
      detail={`${invitedBy || 'An owner'} invites you as ${label.toLowerCase()}. ${help} The link works until ${zonedTime(expiresAt, 'dateTime')}.`}
    >
      <InsecureNotice />
      <AcceptInvitationForm
        token={token}
        email={email}
        onDone={(session) => {
          queryClient.setQueryData(sessionQueries.current().queryKey, session)
          return navigate({ to: '/', replace: true })
        }}
      />
    </BarePage>
  )
}

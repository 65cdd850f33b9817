import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createFileRoute, useLocation, useNavigate } from '@tanstack/react-router'
import { DeadLink } from '../features/session/dead-link.tsx'
import { InsecureNotice } from '../features/session/insecure-notice.tsx'
import { linkQueries } from '../features/session/link-queries.ts'
import { ResetPasswordForm } from '../features/session/reset-password-form.tsx'
import { sessionQueries } from '../features/session/session-queries.ts'
import { BarePage } from '../features/shell/bare-page.tsx'
import { zonedTime } from '../lib/time.ts'

export const Route = createFileRoute('/reset-password')({
  head: () => ({ meta: [{ title: 'Reset password' }] }),
  component: ResetPasswordPage,
})

function ResetPasswordPage() {
  // In the fragment, which browsers do not send: it is in no server's or proxy's log.
  const token = useLocation({ select: ({ hash }) => hash })
  const { data, error } = useQuery({ ...linkQueries.passwordReset(token), enabled: token !== '' })
  const navigate = useNavigate()
  const queryClient = useQueryClient()

  if (error || !token) {
    return (
      <BarePage title="Reset password">
        <DeadLink error={error} advice="Ask an owner for a new link: each works once, for 24 hours." />
      </BarePage>
    )
  }
  if (!data) return <BarePage title="Reset password" detail={<span role="status">Looking it up…</span>} />
  return (
    <BarePage
      title="Choose a new password"
      detail={`The link works until ${zonedTime(data.expiresAt, 'dateTime')}.`}
    >
      <InsecureNotice />
      <ResetPasswordForm
        token={token}
        email={data.email}
        onDone={(session) => {
          queryClient.setQueryData(sessionQueries.current().queryKey, session)
          return navigate({ to: '/', replace: true })
        }}
      />
    </BarePage>
  )
}

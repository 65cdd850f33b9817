import { useQueryClient } from '@tanstack/react-query'
import { createFileRoute, useLocation, useNavigate } from '@tanstack/react-router'
import { InsecureNotice } from '../features/session/insecure-notice.tsx'
import { sessionQueries } from '../features/session/session-queries.ts'
import { SetUpForm } from '../features/session/set-up-form.tsx'
import { SetUpLinkHelp } from '../features/session/set-up-link-help.tsx'
import { BarePage } from '../features/shell/bare-page.tsx'
import { ButtonLink } from '../ui/button-link.tsx'

export const Route = createFileRoute('/set-up')({
  loader: ({ context: { queryClient } }) => queryClient.query(sessionQueries.status()),
  head: () => ({ meta: [{ title: 'Set up' }] }),
  component: SetUpPage,
})

function SetUpPage() {
  const { setUp } = Route.useLoaderData()
  // In the fragment, which browsers do not send: it is in no server's or proxy's log.
  const token = useLocation({ select: ({ hash }) => hash })
  const navigate = useNavigate()
  const queryClient = useQueryClient()

  if (setUp) {
    return (
      <BarePage title="Carillon is set up" detail="The set-up link has done its work.">
        <ButtonLink to="/sign-in" variant="primary">
          Sign in
        </ButtonLink>
      </BarePage>
    )
  }
  if (!token) {
    return (
      <BarePage title="Carillon is not set up yet">
        <SetUpLinkHelp />
      </BarePage>
    )
  }
  return (
    <BarePage title="Set up Carillon" detail="You become its first administrator, and own it.">
      <InsecureNotice />
      <SetUpForm
        token={token}
        onDone={(session) => {
          queryClient.setQueryData(sessionQueries.current().queryKey, session)
          queryClient.removeQueries({ queryKey: sessionQueries.status().queryKey })
          return navigate({ to: '/', replace: true })
        }}
      />
    </BarePage>
  )
}

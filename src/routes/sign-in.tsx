import { useQueryClient } from '@tanstack/react-query'
import { createFileRoute, redirect, useRouter } from '@tanstack/react-router'
import * as z from 'zod'
import { InsecureNotice } from '../features/session/insecure-notice.tsx'
import { isOwnPath } from '../features/session/own-path.ts'
import { sessionQueries } from '../features/session/session-queries.ts'
import { SignInForm } from '../features/session/sign-in-form.tsx'
import { BarePage } from '../features/shell/bare-page.tsx'

export const Route = createFileRoute('/sign-in')({
  // Here the loader asks while the page's own script is on its way.
  codeSplitGroupings: [['component']],
  /** Where somebody wanted to go. */
  validateSearch: z.object({ to: z.string().refine(isOwnPath).optional().catch(undefined) }),
  loaderDeps: ({ search: { to } }) => ({ to }),
  loader: async ({ context: { queryClient }, deps: { to = '/' } }) => {
    const [session, status] = await Promise.all([
      queryClient.query({ ...sessionQueries.current(), staleTime: 'static' }),
      queryClient.query(sessionQueries.status()),
    ])
    if (session) throw redirect({ href: to, replace: true })
    if (!status.setUp) throw redirect({ to: '/set-up', replace: true })
  },
  head: () => ({ meta: [{ title: 'Sign in' }] }),
  component: SignInPage,
})

function SignInPage() {
  const { to = '/' } = Route.useSearch()
  const router = useRouter()
  const queryClient = useQueryClient()
  return (
    <BarePage title="Sign in">
      <InsecureNotice />
      <SignInForm
        onSignedIn={(session) => {
          queryClient.setQueryData(sessionQueries.current().queryKey, session)
          return router.navigate({ href: to, replace: true })
        }}
      />
    </BarePage>
  )
}

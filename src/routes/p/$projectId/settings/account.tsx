import { createFileRoute } from '@tanstack/react-router'
import { AccountPage } from '../../../../features/account/account-page.tsx'
import { accountQueries } from '../../../../features/account/account-queries.ts'

export const Route = createFileRoute('/p/$projectId/settings/account')({
  loader: ({ context: { queryClient } }) => {
    queryClient.query(accountQueries.sessions()).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Your account' }] }),
  component: AccountPage,
})

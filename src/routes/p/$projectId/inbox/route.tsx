import { createFileRoute, Outlet, useParams } from '@tanstack/react-router'
import { InboxPage } from '../../../../features/inbox/inbox-page.tsx'
import { inboxQueries } from '../../../../features/inbox/inbox-queries.ts'
import { inboxSearch } from '../../../../features/inbox/inbox-search.ts'

export const Route = createFileRoute('/p/$projectId/inbox')({
  validateSearch: inboxSearch,
  loaderDeps: ({ search: { q, after, before, size } }) => ({ q, after, before, size }),
  loader: ({ context: { queryClient }, deps }) => {
    queryClient.query(inboxQueries.list(deps)).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Test inbox' }] }),
  component: InboxRoute,
})

function InboxRoute() {
  const navigate = Route.useNavigate()
  const itemId = useParams({ strict: false, select: (params) => params.itemId })
  return (
    <InboxPage
      search={Route.useSearch()}
      onSearch={(search) => navigate({ to: '.', search: (before) => ({ ...before, ...search }) })}
      itemId={itemId}
    >
      <Outlet />
    </InboxPage>
  )
}

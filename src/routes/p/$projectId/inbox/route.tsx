import { createFileRoute, Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { InboxPage } from '../../../../features/inbox/inbox-page.tsx'
import { inboxQueries } from '../../../../features/inbox/inbox-queries.ts'
import { type InboxSearch, inboxSearch } from '../../../../features/inbox/inbox-search.ts'
import { unread } from '../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/inbox')({
  validateSearch: unread<InboxSearch>,
  loaderDeps: ({ search: { q, after, before, size } }) => ({ q, after, before, size }),
  loader: ({ context: { queryClient }, deps }) => {
    queryClient.query(inboxQueries.list(inboxSearch.parse(deps))).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Test inbox' }] }),
  component: InboxRoute,
})

function InboxRoute() {
  // Not the route's own, which would leave the open item.
  const navigate = useNavigate()
  const itemId = useParams({ strict: false, select: (params) => params.itemId })
  return (
    <InboxPage
      search={inboxSearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ to: '.', search: (before) => ({ ...before, ...search }) })}
      itemId={itemId}
    >
      <Outlet />
    </InboxPage>
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { messageQueries } from '../../../../features/messages/message-queries.ts'
import { messageSearch } from '../../../../features/messages/message-search.ts'
import { MessagesPage } from '../../../../features/messages/messages-page.tsx'

export const Route = createFileRoute('/p/$projectId/messages/')({
  validateSearch: messageSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    // Started only: the page stands at once, with its own places for what is awaited and for what fails.
    queryClient.query(messageQueries.list(deps)).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Messages' }] }),
  component: MessagesRoute,
})

function MessagesRoute() {
  const navigate = Route.useNavigate()
  return <MessagesPage search={Route.useSearch()} onSearch={(search) => navigate({ search })} />
}

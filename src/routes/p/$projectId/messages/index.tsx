import { createFileRoute } from '@tanstack/react-router'
import { messageQueries } from '../../../../features/messages/message-queries.ts'
import { type MessageSearch, messageSearch } from '../../../../features/messages/message-search.ts'
import { MessagesPage } from '../../../../features/messages/messages-page.tsx'
import { unread } from '../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/messages/')({
  validateSearch: unread<MessageSearch>,
  loaderDeps: ({ search: { remove: _, ...filter } }) => filter,
  loader: ({ context: { queryClient }, deps }) => {
    // Started only: the page stands at once, with its own places for what is awaited and for what fails.
    queryClient.query(messageQueries.list(messageSearch.parse(deps))).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Messages' }] }),
  component: MessagesRoute,
})

function MessagesRoute() {
  const navigate = Route.useNavigate()
  return (
    <MessagesPage
      search={messageSearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search })}
    />
  )
}

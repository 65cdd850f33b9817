import { createFileRoute } from '@tanstack/react-router'
import { InboxItemView } from '../../../../features/inbox/inbox-item-view.tsx'
import { inboxQueries } from '../../../../features/inbox/inbox-queries.ts'
import { type ItemSearch, itemSearch } from '../../../../features/inbox/inbox-search.ts'
import { itemTitle } from '../../../../features/inbox/item-title.ts'
import { unread } from '../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/inbox/$itemId')({
  validateSearch: unread<ItemSearch>,
  loader: ({ context: { queryClient }, params: { itemId } }) =>
    queryClient.query({ ...inboxQueries.get(itemId), staleTime: 'static' }),
  head: ({ loaderData }) => ({ meta: [{ title: loaderData ? itemTitle(loaderData) : 'Item' }] }),
  component: ItemRoute,
})

function ItemRoute() {
  const { view, ...search } = itemSearch.parse(Route.useSearch())
  const navigate = Route.useNavigate()
  return (
    <InboxItemView
      itemId={Route.useParams().itemId}
      search={search}
      view={view}
      onView={(to) =>
        navigate({ search: (before) => ({ ...before, view: to }), replace: true, resetScroll: false })
      }
    />
  )
}

import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod'
import { emailView } from '../../../../features/inbox/caught-email.tsx'
import { InboxItemView } from '../../../../features/inbox/inbox-item-view.tsx'
import { inboxQueries } from '../../../../features/inbox/inbox-queries.ts'
import { itemTitle } from '../../../../features/inbox/inbox-table.tsx'

export const Route = createFileRoute('/p/$projectId/inbox/$itemId')({
  validateSearch: z.object({ view: emailView.optional().catch(undefined) }),
  loader: ({ context: { queryClient }, params: { itemId } }) =>
    queryClient.query({ ...inboxQueries.get(itemId), staleTime: 'static' }),
  head: ({ loaderData }) => ({ meta: [{ title: loaderData ? itemTitle(loaderData) : 'Item' }] }),
  component: ItemRoute,
})

function ItemRoute() {
  const { view, ...search } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <InboxItemView
      itemId={Route.useParams().itemId}
      search={search}
      view={view}
      onView={(to) => navigate({ search: (before) => ({ ...before, view: to }), resetScroll: false })}
    />
  )
}

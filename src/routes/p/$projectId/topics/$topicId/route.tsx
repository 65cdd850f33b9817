import { createFileRoute, useNavigate } from '@tanstack/react-router'
import { TopicFrame } from '../../../../../features/topics/topic-frame.tsx'
import { topicQueries } from '../../../../../features/topics/topic-queries.ts'
import { type TopicSearch, topicSearch } from '../../../../../features/topics/topic-search.ts'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/topics/$topicId')({
  validateSearch: unread<TopicSearch>,
  loader: ({ context: { queryClient }, params: { topicId } }) => queryClient.query(topicQueries.get(topicId)),
  head: ({ loaderData }) => ({ meta: [{ title: loaderData?.name ?? 'Topic' }] }),
  component: TopicRoute,
})

function TopicRoute() {
  // Not the route's own, which would leave the tab that one is on.
  const navigate = useNavigate()
  return (
    <TopicFrame
      topicId={Route.useParams().topicId}
      dialog={topicSearch.parse(Route.useSearch()).dialog}
      onDialog={(dialog) =>
        navigate({ to: '.', search: (before) => ({ ...before, dialog }), resetScroll: false })
      }
    />
  )
}

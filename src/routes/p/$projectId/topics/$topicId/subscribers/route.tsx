import { createFileRoute, Outlet, useParams } from '@tanstack/react-router'
import { zoneOf } from '../../../../../../features/projects/project-zone.ts'
import { subscriberQueries } from '../../../../../../features/subscribers/subscriber-queries.ts'
import {
  type SubscribersSearch,
  subscribersSearch,
} from '../../../../../../features/subscribers/subscriber-search.ts'
import { SubscribersOfTopic } from '../../../../../../features/subscribers/subscribers-of-topic.tsx'
import { useTopic } from '../../../../../../features/topics/use-topic.ts'
import { unread } from '../../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/topics/$topicId/subscribers')({
  validateSearch: unread<SubscribersSearch>,
  loaderDeps: ({ search: { add: _, ...filter } }) => filter,
  loader: ({ context: { queryClient, project }, params: { topicId }, deps }) => {
    const { add: _, ...filter } = subscribersSearch.parse(deps)
    const zone = zoneOf(project)
    queryClient.query(subscriberQueries.list(topicId, filter, zone)).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Subscribers' }] }),
  component: SubscribersRoute,
})

function SubscribersRoute() {
  const topic = useTopic(Route.useParams().topicId)
  const navigate = Route.useNavigate()
  const current = useParams({ strict: false, select: (params) => params.subscriberId })
  return (
    <SubscribersOfTopic
      topic={topic}
      search={subscribersSearch.parse(Route.useSearch())}
      onSearch={(search, isStep = false) =>
        navigate({ to: '.', search, replace: isStep, resetScroll: false })
      }
      current={current}
    >
      <Outlet />
    </SubscribersOfTopic>
  )
}

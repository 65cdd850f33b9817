import { createFileRoute } from '@tanstack/react-router'
import {
  type ThingActivitySearch,
  thingActivitySearch,
} from '../../../../../features/activity/activity-search.ts'
import { ThingActivity } from '../../../../../features/activity/thing-activity.tsx'
import { useTopic } from '../../../../../features/topics/use-topic.ts'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/topics/$topicId/activity')({
  validateSearch: unread<ThingActivitySearch>,
  head: () => ({ meta: [{ title: 'Activity' }] }),
  component: ActivityRoute,
})

function ActivityRoute() {
  const { topicId } = Route.useParams()
  const { $createdAt } = useTopic(topicId)
  const navigate = Route.useNavigate()
  return (
    <ThingActivity
      thing={{ type: 'topic', id: topicId, since: $createdAt }}
      search={thingActivitySearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

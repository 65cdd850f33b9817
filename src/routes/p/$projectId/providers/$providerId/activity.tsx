import { createFileRoute } from '@tanstack/react-router'
import {
  type ThingActivitySearch,
  thingActivitySearch,
} from '../../../../../features/activity/activity-search.ts'
import { ThingActivity } from '../../../../../features/activity/thing-activity.tsx'
import { useProvider } from '../../../../../features/providers/use-provider.ts'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/providers/$providerId/activity')({
  validateSearch: unread<ThingActivitySearch>,
  head: () => ({ meta: [{ title: 'Activity' }] }),
  component: ActivityRoute,
})

function ActivityRoute() {
  const { providerId } = Route.useParams()
  const { $createdAt } = useProvider(providerId)
  const navigate = Route.useNavigate()
  return (
    <ThingActivity
      thing={{ type: 'provider', id: providerId, since: $createdAt }}
      search={thingActivitySearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

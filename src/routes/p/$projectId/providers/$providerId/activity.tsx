import { createFileRoute } from '@tanstack/react-router'
import { thingActivitySearch } from '../../../../../features/activity/activity-search.ts'
import { ThingActivity } from '../../../../../features/activity/thing-activity.tsx'
import { useProvider } from '../../../../../features/providers/use-provider.ts'

export const Route = createFileRoute('/p/$projectId/providers/$providerId/activity')({
  validateSearch: thingActivitySearch,
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
      search={Route.useSearch()}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { ActivityPage } from '../../../features/activity/activity-page.tsx'
import { activitySearch } from '../../../features/activity/activity-search.ts'

export const Route = createFileRoute('/p/$projectId/activity')({
  validateSearch: activitySearch,
  head: () => ({ meta: [{ title: 'Activity' }] }),
  component: ActivityRoute,
})

function ActivityRoute() {
  const navigate = Route.useNavigate()
  return (
    <ActivityPage
      search={Route.useSearch()}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

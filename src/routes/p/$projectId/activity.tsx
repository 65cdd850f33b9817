import { createFileRoute } from '@tanstack/react-router'
import { ActivityPage } from '../../../features/activity/activity-page.tsx'
import { type ActivitySearch, activitySearch } from '../../../features/activity/activity-search.ts'
import { unread } from '../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/activity')({
  validateSearch: unread<ActivitySearch>,
  head: () => ({ meta: [{ title: 'Activity' }] }),
  component: ActivityRoute,
})

function ActivityRoute() {
  const navigate = Route.useNavigate()
  return (
    <ActivityPage
      search={activitySearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

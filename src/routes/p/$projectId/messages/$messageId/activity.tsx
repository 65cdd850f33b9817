import { createFileRoute } from '@tanstack/react-router'
import {
  type ThingActivitySearch,
  thingActivitySearch,
} from '../../../../../features/activity/activity-search.ts'
import { MessageActivity } from '../../../../../features/messages/message-activity.tsx'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/messages/$messageId/activity')({
  validateSearch: unread<ThingActivitySearch>,
  head: () => ({ meta: [{ title: 'Activity' }] }),
  component: ActivityRoute,
})

function ActivityRoute() {
  const { messageId } = Route.useParams()
  const navigate = Route.useNavigate()
  return (
    <MessageActivity
      messageId={messageId}
      search={thingActivitySearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { thingActivitySearch } from '../../../../../features/activity/activity-search.ts'
import { MessageActivity } from '../../../../../features/messages/message-activity.tsx'

export const Route = createFileRoute('/p/$projectId/messages/$messageId/activity')({
  validateSearch: thingActivitySearch,
  head: () => ({ meta: [{ title: 'Activity' }] }),
  component: ActivityRoute,
})

function ActivityRoute() {
  const { messageId } = Route.useParams()
  const navigate = Route.useNavigate()
  return (
    <MessageActivity
      messageId={messageId}
      search={Route.useSearch()}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

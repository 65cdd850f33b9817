import { createFileRoute } from '@tanstack/react-router'
import { MessageOverview } from '../../../../../features/messages/message-overview.tsx'

export const Route = createFileRoute('/p/$projectId/messages/$messageId/')({
  component: OverviewRoute,
})

function OverviewRoute() {
  return <MessageOverview messageId={Route.useParams().messageId} />
}

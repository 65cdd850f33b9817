import { createFileRoute } from '@tanstack/react-router'
import { TopicOverview } from '../../../../../features/topics/topic-overview.tsx'

export const Route = createFileRoute('/p/$projectId/topics/$topicId/')({
  component: OverviewRoute,
})

function OverviewRoute() {
  return <TopicOverview topicId={Route.useParams().topicId} />
}

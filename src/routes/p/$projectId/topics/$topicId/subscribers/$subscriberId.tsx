import { createFileRoute } from '@tanstack/react-router'
import { SubscriberSheet } from '../../../../../../features/subscribers/subscriber-sheet.tsx'
import { useTopic } from '../../../../../../features/topics/use-topic.ts'
import { useClosePanelRoute } from '../../../../../../lib/panel.ts'

export const Route = createFileRoute('/p/$projectId/topics/$topicId/subscribers/$subscriberId')({
  head: () => ({ meta: [{ title: 'Subscriber' }] }),
  component: SubscriberRoute,
})

function SubscriberRoute() {
  const { topicId, subscriberId } = Route.useParams()
  const topic = useTopic(topicId)
  return (
    <SubscriberSheet
      key={subscriberId}
      topic={topic}
      subscriberId={subscriberId}
      onClose={useClosePanelRoute()}
    />
  )
}

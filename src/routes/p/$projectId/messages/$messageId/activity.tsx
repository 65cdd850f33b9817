import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod'
import { MessageActivity } from '../../../../../features/messages/message-activity.tsx'
import { messageLogQueries } from '../../../../../features/messages/message-log-queries.ts'

export const Route = createFileRoute('/p/$projectId/messages/$messageId/activity')({
  validateSearch: z.object({ page: z.int().min(2).optional().catch(undefined) }),
  loaderDeps: ({ search: { page } }) => ({ page }),
  loader: ({ context: { queryClient }, params: { messageId }, deps: { page = 1 } }) => {
    queryClient.query(messageLogQueries.list(messageId, page)).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Activity' }] }),
  component: ActivityRoute,
})

function ActivityRoute() {
  const { messageId } = Route.useParams()
  const { page = 1 } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <MessageActivity
      messageId={messageId}
      page={page}
      onPage={(to) => navigate({ search: { page: to === 1 ? undefined : to } })}
    />
  )
}

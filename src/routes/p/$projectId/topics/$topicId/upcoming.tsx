import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod'
import { UpcomingMessages } from '../../../../../features/messages/upcoming-messages.tsx'
import { topicQueries } from '../../../../../features/topics/topic-queries.ts'
import { type Page, pageSearch } from '../../../../../lib/paging.ts'
import { unread } from '../../../../../lib/search.ts'
import { EmptyState } from '../../../../../ui/empty-state.tsx'

export const Route = createFileRoute('/p/$projectId/topics/$topicId/upcoming')({
  validateSearch: unread<Page>,
  head: () => ({ meta: [{ title: 'Upcoming' }] }),
  component: UpcomingRoute,
})

const search = z.object(pageSearch)

function UpcomingRoute() {
  const { topicId } = Route.useParams()
  const page = search.parse(Route.useSearch())
  const navigate = Route.useNavigate()
  return (
    <UpcomingMessages
      query={topicQueries.upcoming(topicId, page)}
      page={page}
      onPage={(to) => navigate({ search: to, resetScroll: false })}
      empty={
        <EmptyState drawing="tower" title="Nothing is scheduled for it">
          Messages that name this topic are listed here from when they are scheduled until they have gone out.
        </EmptyState>
      }
    />
  )
}

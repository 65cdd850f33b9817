import { useQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import * as z from 'zod'
import { messageQueries } from '../../../../../features/messages/message-queries.ts'
import { UpcomingMessages } from '../../../../../features/messages/upcoming-messages.tsx'
import { NoUpcoming } from '../../../../../features/providers/no-upcoming.tsx'
import { OffNotice } from '../../../../../features/providers/off-notice.tsx'
import { providerQueries } from '../../../../../features/providers/provider-queries.ts'
import { upcomingConditions } from '../../../../../features/providers/upcoming-of-provider.ts'
import { useProvider } from '../../../../../features/providers/use-provider.ts'
import { problemOf } from '../../../../../lib/api-error.ts'
import { type Page, pageSearch } from '../../../../../lib/paging.ts'
import { unread } from '../../../../../lib/search.ts'
import { ErrorNotice } from '../../../../../ui/error-notice.tsx'

export const Route = createFileRoute('/p/$projectId/providers/$providerId/upcoming')({
  validateSearch: unread<Page>,
  head: () => ({ meta: [{ title: 'Upcoming' }] }),
  component: UpcomingRoute,
})

const pageOnly = z.object(pageSearch)

function UpcomingRoute() {
  const { providerId } = Route.useParams()
  const provider = useProvider(providerId)
  const { data, error, refetch, isFetching } = useQuery(providerQueries.ofType(provider.type))
  const search = pageOnly.parse(Route.useSearch())
  const navigate = Route.useNavigate()
  const problem = problemOf(error)
  if (!data) {
    return (
      problem && (
        <ErrorNotice
          title="What is scheduled could not be loaded"
          problem={problem}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      )
    )
  }
  return (
    <>
      <OffNotice provider={provider} fallback={data.providers.find(({ isDefault }) => isDefault)} />
      <UpcomingMessages
        query={messageQueries.upcoming(upcomingConditions(provider, data.providers), search)}
        page={search}
        onPage={(page) => navigate({ search: page, resetScroll: false })}
        empty={<NoUpcoming provider={provider} />}
      />
    </>
  )
}

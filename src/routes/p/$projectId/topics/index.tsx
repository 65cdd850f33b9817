import { createFileRoute } from '@tanstack/react-router'
import { zoneOf } from '../../../../features/projects/project-zone.ts'
import { topicQueries } from '../../../../features/topics/topic-queries.ts'
import { type TopicsSearch, topicsSearch } from '../../../../features/topics/topic-search.ts'
import { TopicsPage } from '../../../../features/topics/topics-page.tsx'
import { unread } from '../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/topics/')({
  validateSearch: unread<TopicsSearch>,
  loaderDeps: ({ search: { add: _, edit: __, remove: ___, ...filter } }) => filter,
  loader: ({ context: { queryClient, project }, deps }) => {
    const { add: _, edit: __, remove: ___, ...filter } = topicsSearch.parse(deps)
    queryClient.query(topicQueries.list(filter, zoneOf(project))).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Topics' }] }),
  component: TopicsRoute,
})

function TopicsRoute() {
  const navigate = Route.useNavigate()
  return (
    <TopicsPage
      search={topicsSearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search, resetScroll: false })}
    />
  )
}

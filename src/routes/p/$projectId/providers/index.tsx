import { createFileRoute } from '@tanstack/react-router'
import { providerQueries } from '../../../../features/providers/provider-queries.ts'
import { type ProviderSearch, providerSearch } from '../../../../features/providers/provider-search.ts'
import { ProvidersPage } from '../../../../features/providers/providers-page.tsx'
import { unread } from '../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/providers/')({
  validateSearch: unread<ProviderSearch>,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    // Started only: the page stands at once, with its own places for what is awaited and for what fails.
    queryClient.query(providerQueries.list(providerSearch.parse(deps))).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Providers' }] }),
  component: ProvidersRoute,
})

function ProvidersRoute() {
  const navigate = Route.useNavigate()
  return (
    <ProvidersPage
      search={providerSearch.parse(Route.useSearch())}
      onSearch={(search) => navigate({ search })}
    />
  )
}

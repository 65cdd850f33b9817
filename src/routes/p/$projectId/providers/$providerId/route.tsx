import { createFileRoute, useNavigate } from '@tanstack/react-router'
import { ProviderFrame } from '../../../../../features/providers/provider-frame.tsx'
import { providerQueries } from '../../../../../features/providers/provider-queries.ts'
import {
  type ProviderPageSearch,
  providerPageSearch,
} from '../../../../../features/providers/provider-search.ts'
import { unread } from '../../../../../lib/search.ts'

export const Route = createFileRoute('/p/$projectId/providers/$providerId')({
  validateSearch: unread<ProviderPageSearch>,
  loader: ({ context: { queryClient }, params: { providerId } }) =>
    queryClient.query(providerQueries.get(providerId)),
  head: ({ loaderData }) => ({ meta: [{ title: loaderData?.name ?? 'Provider' }] }),
  component: ProviderRoute,
})

function ProviderRoute() {
  // Not the route's own, which would leave the tab that one is on.
  const navigate = useNavigate()
  return (
    <ProviderFrame
      providerId={Route.useParams().providerId}
      dialog={providerPageSearch.parse(Route.useSearch()).dialog}
      onDialog={(dialog) =>
        navigate({ to: '.', search: (before) => ({ ...before, dialog }), resetScroll: false })
      }
    />
  )
}

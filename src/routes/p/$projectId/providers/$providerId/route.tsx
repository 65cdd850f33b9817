import { createFileRoute } from '@tanstack/react-router'
import { ProviderFrame } from '../../../../../features/providers/provider-frame.tsx'
import { providerQueries } from '../../../../../features/providers/provider-queries.ts'

export const Route = createFileRoute('/p/$projectId/providers/$providerId')({
  loader: ({ context: { queryClient }, params: { providerId } }) =>
    queryClient.query(providerQueries.get(providerId)),
  head: ({ loaderData }) => ({ meta: [{ title: loaderData?.name ?? 'Provider' }] }),
  component: ProviderRoute,
})

function ProviderRoute() {
  return <ProviderFrame providerId={Route.useParams().providerId} />
}

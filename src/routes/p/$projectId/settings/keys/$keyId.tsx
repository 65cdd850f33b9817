import { createFileRoute, notFound } from '@tanstack/react-router'
import { hasRole } from '../../../../../../contract/roles.ts'
import { EditKeyPage } from '../../../../../features/keys/edit-key-page.tsx'
import { keyQueries } from '../../../../../features/keys/key-queries.ts'
import { OwnersOnly } from '../../../../../features/settings/owners-only.tsx'
import { NotFoundPage } from '../../../../../features/shell/page-states.tsx'

export const Route = createFileRoute('/p/$projectId/settings/keys/$keyId')({
  loader: async ({ context: { queryClient, role }, params: { keyId } }) => {
    if (!hasRole(role, 'owner')) return undefined
    const { keys } = await queryClient.query(keyQueries.list())
    const apiKey = keys.find(({ $id }) => $id === keyId)
    if (!apiKey) throw notFound()
    return apiKey
  },
  head: ({ loaderData }) => ({ meta: [{ title: loaderData?.name ?? 'API key' }] }),
  component: EditKeyRoute,
  notFoundComponent: NotFoundPage,
})

function EditKeyRoute() {
  const apiKey = Route.useLoaderData()
  return (
    <OwnersOnly title="API key" what="see, add and revoke API keys">
      {apiKey && <EditKeyPage key={apiKey.$id} apiKey={apiKey} />}
    </OwnersOnly>
  )
}

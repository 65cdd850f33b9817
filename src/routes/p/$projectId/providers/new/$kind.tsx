import { createFileRoute, notFound } from '@tanstack/react-router'
import { providerKind } from '../../../../../../contract/provider-kind.ts'
import { NewProviderPage } from '../../../../../features/providers/new-provider-page.tsx'

export const Route = createFileRoute('/p/$projectId/providers/new/$kind')({
  beforeLoad: ({ params }) => {
    const { success, data } = providerKind.safeParse(params.kind)
    if (!success) throw notFound()
    return { kind: data }
  },
  head: () => ({ meta: [{ title: 'Add a provider' }] }),
  component: NewProviderRoute,
})

function NewProviderRoute() {
  return <NewProviderPage kind={Route.useRouteContext().kind} />
}

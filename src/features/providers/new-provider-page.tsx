import { useNavigate } from '@tanstack/react-router'
import { type ProviderKind, providerTitles } from '../../../contract/provider-kind.ts'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { toast } from '../../ui/toasts.ts'
import { useMay } from '../session/use-session.ts'
import { kindWords } from './kind-words.ts'
import { NewProviderForm } from './new-provider-form.tsx'
import { OwnersOnly } from './owners-only.tsx'

export function NewProviderPage({ kind }: { kind: ProviderKind }) {
  const navigate = useNavigate()
  const mayAdd = useMay('owner')
  const params = { projectId: currentProject() }
  return (
    <Page width="reading">
      <PageHeader
        back={
          <BackLink to="/p/$projectId/providers/new" params={params}>
            Kinds of providers
          </BackLink>
        }
        title={`Add ${providerTitles[kind]}`}
        detail={kindWords[kind].blurb}
      />
      {mayAdd ? (
        <NewProviderForm
          key={kind}
          kind={kind}
          onAdded={({ $id, name, enabled }) => {
            toast({ title: `“${name}” is added${enabled ? ' and on' : ''}`, tone: 'good' })
            return navigate({
              to: '/p/$projectId/providers/$providerId',
              params: { ...params, providerId: $id },
              replace: true,
            })
          }}
        />
      ) : (
        <OwnersOnly />
      )}
    </Page>
  )
}

import { Outlet, useNavigate } from '@tanstack/react-router'
import Star from 'lucide-react/icons/star'
import { Suspense } from 'react'
import { providerTitles } from '../../../contract/provider-kind.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { NavTab, NavTabs } from '../../ui/nav-tabs.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useMay } from '../session/use-session.ts'
import { channelNouns } from './channel-words.ts'
import { ProviderBadge } from './provider-badge.tsx'
import { DeleteProviderDialog } from './provider-dialogs.ts'
import { providerListPlace } from './provider-list-place.ts'
import { ProviderMenu } from './provider-menu.tsx'
import type { ProviderPageSearch } from './provider-search.ts'
import { useProvider } from './use-provider.ts'

const tabs = [
  { to: '/p/$projectId/providers/$providerId', label: 'Overview', exact: true },
  { to: '/p/$projectId/providers/$providerId/deliveries', label: 'Deliveries', exact: false },
  { to: '/p/$projectId/providers/$providerId/upcoming', label: 'Upcoming', exact: false },
  { to: '/p/$projectId/providers/$providerId/activity', label: 'Activity', exact: false },
] as const

export interface ProviderFrameProps {
  providerId: string
  dialog: ProviderPageSearch['dialog']
  onDialog: (dialog: ProviderPageSearch['dialog']) => void
}

/** What stands above all pages of one provider. */
export function ProviderFrame({ providerId, dialog, onDialog }: ProviderFrameProps) {
  const provider = useProvider(providerId)
  const mayChange = useMay('owner')
  const { name, type, provider: kind, isDefault } = provider
  const navigate = useNavigate()
  const closeDialog = useClosePanel<ProviderPageSearch>('dialog')
  const params = { projectId: currentProject(), providerId }
  return (
    <Page width="full">
      <PageHeader
        back={
          <BackLink
            to="/p/$projectId/providers"
            params={{ projectId: currentProject() }}
            search={providerListPlace.last()}
          >
            Providers
          </BackLink>
        }
        title={name}
        badge={<ProviderBadge provider={provider} />}
        detail={
          <>
            <ChannelIcon channel={type} named />
            <span>{providerTitles[kind]}</span>
            {isDefault && (
              <span className="inline-flex items-center gap-1.5">
                <Star aria-hidden="true" className="size-3.5 shrink-0 text-accent" />
                Default for {channelNouns[type]}
              </span>
            )}
            <CopyableId id={providerId} of="provider ID" />
          </>
        }
        menu={mayChange && <ProviderMenu provider={provider} onDelete={() => onDialog('delete')} />}
        tabs={
          <NavTabs label="Provider">
            {tabs.map(({ to, label, exact }) => (
              <NavTab key={to} to={to} params={params} activeOptions={{ exact, includeSearch: false }}>
                {label}
              </NavTab>
            ))}
          </NavTabs>
        }
      />
      <Outlet />
      <Suspense>
        {dialog === 'delete' && mayChange && (
          <DeleteProviderDialog
            provider={provider}
            onClose={closeDialog}
            onDeleted={() =>
              navigate({
                to: '/p/$projectId/providers',
                params: { projectId: currentProject() },
                search: providerListPlace.last(),
                replace: true,
              })
            }
          />
        )}
      </Suspense>
    </Page>
  )
}

import Star from 'lucide-react/icons/star'
import { providerTitles } from '../../../contract/provider-kind.ts'
import type { Provider } from '../../../contract/providers.ts'
import { currentProject } from '../../lib/project.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import type { Column } from '../../ui/table.tsx'
import { channelNouns } from './channel-words.ts'
import { ProviderBadge } from './provider-badge.tsx'

export const providerColumns: readonly Column<Provider>[] = [
  {
    id: 'name',
    header: 'Provider',
    cell: ({ $id, name, type }) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <ChannelIcon channel={type} className="shrink-0" />
        <span className="min-w-0 truncate max-sm:whitespace-normal">
          <RowLink
            to="/p/$projectId/providers/$providerId"
            params={{ projectId: currentProject(), providerId: $id }}
          >
            {name}
          </RowLink>
        </span>
      </span>
    ),
  },
  {
    id: 'kind',
    header: 'Kind',
    width: '20%',
    cell: ({ provider }) => providerTitles[provider],
  },
  {
    id: 'default',
    header: 'Default',
    width: '20%',
    cell: ({ isDefault, type }) =>
      isDefault && (
        <span className="inline-flex items-baseline gap-1.5">
          <Star aria-hidden="true" className="size-3.5 shrink-0 self-center text-accent" />
          For {channelNouns[type]}
        </span>
      ),
  },
  {
    id: 'state',
    header: 'State',
    width: '208px',
    narrow: 'beside',
    cell: (provider) => <ProviderBadge provider={provider} />,
  },
  {
    id: 'changed',
    header: 'Changed',
    width: '128px',
    wideOnly: true,
    cell: ({ $updatedAt }) => <RelativeTime at={$updatedAt} />,
  },
]

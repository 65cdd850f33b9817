import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Target } from '../../../contract/targets.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table.tsx'
import { providerQueries } from '../providers/provider-queries.ts'
import { useMay } from '../session/use-session.ts'
import { TargetRowMenu } from './target-row-menu.tsx'
import { targetTitle } from './target-title.ts'
import { useReviving } from './use-reviving.ts'

export const targetColumns: readonly Column<Target>[] = [
  {
    id: 'identifier',
    header: 'Target',
    cell: (target) => <TargetName target={target} />,
  },
  {
    id: 'state',
    header: 'State',
    width: '232px',
    cell: (target) => (target.expired ? <Expired target={target} /> : 'Active'),
  },
  {
    id: 'provider',
    header: 'Provider',
    width: '20%',
    cell: (target) => <ProviderName target={target} />,
  },
  {
    id: 'added',
    header: 'Added',
    width: '120px',
    wideOnly: true,
    cell: ({ $createdAt }) => <RelativeTime at={$createdAt} />,
  },
  actionsColumn((target) => <TargetRowMenu target={target} />),
]

function TargetName({ target }: { target: Target }) {
  const mayChange = useMay('editor')
  const { $id, providerType, identifier, name } = target
  const title = targetTitle(target)
  const detail = title === identifier ? name : identifier
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <ChannelIcon channel={providerType} className="shrink-0" />
      <span className="min-w-0 truncate max-sm:whitespace-normal">
        {mayChange ? (
          <Link
            to="."
            search={(search: object) => ({ ...search, change: $id })}
            resetScroll={false}
            data-row-link=""
            className="row-link"
          >
            {title}
          </Link>
        ) : (
          title
        )}
        {detail && <span className="ml-2 text-quiet">{detail}</span>}
      </span>
    </span>
  )
}

/** A provider has called it dead; a person may know better. */
function Expired({ target }: { target: Target }) {
  const mayChange = useMay('editor')
  const { revive, isPending } = useReviving(target)
  return (
    <span className="flex items-center gap-2">
      <Badge tone="skipped">Expired</Badge>
      {mayChange && (
        <Button
          size="sm"
          variant="quiet"
          className="relative z-1"
          pending={isPending && 'One moment…'}
          onClick={revive}
        >
          Make active again
        </Button>
      )}
    </span>
  )
}

function ProviderName({ target: { providerId, providerType } }: { target: Target }) {
  const { data } = useQuery({ ...providerQueries.ofType(providerType), enabled: providerId !== null })
  if (providerId === null) return <span className="text-quiet">The default</span>
  const provider = data?.providers.find(({ $id }) => $id === providerId)
  if (provider) return provider.name
  return data ? <span className="text-quiet">{providerId} (deleted)</span> : providerId
}

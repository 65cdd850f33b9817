import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { deliveryStatus } from '../../../contract/delivery-status.ts'
import type { DeliveryCounts } from '../../../contract/messages.ts'
import { channelTypes } from '../../../contract/resource.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { DownloadButton } from '../../ui/download-button.tsx'
import { FilterButton } from '../../ui/filter-button.tsx'
import { type ListFilter, ListFilters } from '../../ui/list-filters.tsx'
import { channelTitles } from '../providers/channel-words.ts'
import { providerQueries } from '../providers/provider-queries.ts'
import { deliveryWords } from './delivery-badge.tsx'
import { useDeliveryNames } from './delivery-names.tsx'
import { deliveryFile } from './delivery-queries.ts'
import type { DeliveryFilter, DeliveryScope } from './delivery-search.ts'

// Behind a button each, and heavy: pickers come with the first press.
const OnePerson = lazy(async () => {
  const { OnePerson } = await import('./one-of-many.tsx')
  return { default: OnePerson }
})
const OneMessage = lazy(async () => {
  const { OneMessage } = await import('./one-of-many.tsx')
  return { default: OneMessage }
})

export interface DeliveryFiltersProps {
  scope: DeliveryScope
  filter: DeliveryFilter
  onNarrow: (change: DeliveryFilter) => void
  zone: string
  /** How many rows there are in each state, where that is known. */
  counts?: DeliveryCounts | undefined
}

/** What a page of the ledger can be narrowed by, and what it is narrowed by now. */
export function DeliveryFilters(props: DeliveryFiltersProps) {
  const { scope, filter, onNarrow, zone } = props
  return (
    <ListFilters
      filters={useFilters(props)}
      search={filter}
      onNarrow={onNarrow}
      searchLabel={scope.of === 'person' ? 'Whole address of theirs' : 'Whole address or number'}
    >
      <span className="ml-auto max-sm:hidden">
        <DownloadButton
          label="Download these deliveries as CSV"
          address={() => deliveryFile(scope, filter, zone)}
        />
      </span>
    </ListFilters>
  )
}

const channelOptions = channelTypes.map((value) => ({
  value,
  label: <ChannelIcon channel={value} named />,
}))

function useFilters({ scope, filter, onNarrow, zone, counts }: DeliveryFiltersProps) {
  const names = useDeliveryNames()
  const providers = useProviderOptions(filter.provider)
  const { channel, person, message } = filter
  const isAcross = scope.of !== 'message'
  const filters: (ListFilter<DeliveryFilter> | false)[] = [
    {
      key: 'status',
      label: 'State',
      words: deliveryWords,
      options: deliveryStatus.options.map((value) => ({
        value,
        label: deliveryWords[value],
        count: counts?.[value],
      })),
    },
    // A message, and a provider, are of one channel.
    (scope.of === 'project' || scope.of === 'person' || channel !== undefined) && {
      key: 'channel',
      label: 'Channel',
      words: channelTitles,
      options: channelOptions,
    },
    scope.of !== 'provider' && {
      key: 'provider',
      label: 'Provider',
      words: Object.fromEntries(providers.map(({ value, label }) => [value, label])),
      options: providers,
    },
    { key: 'code', label: 'Error', nameOf: (code) => code },
    {
      key: 'person',
      label: 'Person',
      nameOf: names.person,
      choice: (scope.of === 'project' || scope.of === 'provider') && (
        <FilterButton label="Person" count={person ? 1 : 0}>
          <Suspense>
            <OnePerson id={person} onChange={(id) => onNarrow({ person: id })} />
          </Suspense>
        </FilterButton>
      ),
    },
    { key: 'target', label: 'Target', nameOf: names.target },
    {
      key: 'message',
      label: 'Message',
      nameOf: names.message,
      choice: isAcross && (
        <FilterButton label="Message" count={message ? 1 : 0}>
          <Suspense>
            <OneMessage id={message} onChange={(id) => onNarrow({ message: id })} />
          </Suspense>
        </FilterButton>
      ),
    },
    isAcross && { days: 'Started', zone },
  ]
  return filters.filter((one) => one !== false)
}

/** What is filtered by stays among the options, even where the provider is gone. */
function useProviderOptions(chosen: readonly string[] = []) {
  const { data } = useQuery(providerQueries.everyOne())
  const known = data?.providers.map(({ $id, name }) => ({ value: $id, label: name })) ?? []
  const gone = chosen.filter((id) => known.every(({ value }) => value !== id))
  return [...known, ...gone.map((id) => ({ value: id, label: id }))]
}

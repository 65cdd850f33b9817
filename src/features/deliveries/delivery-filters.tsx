import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { type DeliveryStatus, deliveryStatus } from '../../../contract/delivery-status.ts'
import type { DeliveryCounts } from '../../../contract/messages.ts'
import { type ChannelType, channelTypes } from '../../../contract/resource.ts'
import { dayRangeText } from '../../lib/day-range.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { DayRangeFilter } from '../../ui/day-range-filter.tsx'
import { DownloadButton } from '../../ui/download-button.tsx'
import { FacetFilter } from '../../ui/facet-filter.tsx'
import { FilterButton } from '../../ui/filter-button.tsx'
import { type FilterChip, FilterChips } from '../../ui/filter-chips.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { providerQueries } from '../providers/provider-queries.ts'
import { deliveryWords } from './delivery-badge.tsx'
import { useDeliveryNames } from './delivery-names.tsx'
import { deliveryFile } from './delivery-queries.ts'
import type { DeliveryScope, DeliverySearch } from './delivery-search.ts'

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
  search: DeliverySearch
  /** Another filter begins at its first page; the other filters stay. */
  onNarrow: (change: Partial<DeliverySearch>) => void
  onReset: () => void
  zone: string
  /** How many rows there are in each state, where that is known. */
  counts?: DeliveryCounts | undefined
}

/** What a page of the ledger can be narrowed by, and what it is narrowed by now. */
export function DeliveryFilters(props: DeliveryFiltersProps) {
  const { scope, search, onNarrow, onReset, zone, counts } = props
  const isAcross = scope.of !== 'message'
  const chips = useChips(search)
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <SearchInput
          label={scope.of === 'person' ? 'Whole address of theirs' : 'Whole address or number'}
          value={search.q ?? ''}
          onSearch={(q) => onNarrow({ q })}
        />
        <FacetFilter
          label="State"
          options={deliveryStatus.options.map((value) => ({
            value,
            label: deliveryWords[value],
            count: counts?.[value],
          }))}
          chosen={search.status ?? []}
          onChange={(chosen) => onNarrow({ status: chosen as DeliveryStatus[] })}
        />
        {(scope.of === 'project' || scope.of === 'person') && (
          <FacetFilter
            label="Channel"
            options={channelOptions}
            chosen={search.channel ?? []}
            onChange={(chosen) => onNarrow({ channel: chosen as ChannelType[] })}
          />
        )}
        {scope.of !== 'provider' && (
          <ProviderFilter
            chosen={search.provider ?? []}
            onChange={(chosen) => onNarrow({ provider: [...chosen] })}
          />
        )}
        {(scope.of === 'project' || scope.of === 'provider') && (
          <FilterButton label="Person" count={search.person ? 1 : 0}>
            <Suspense>
              <OnePerson id={search.person} onChange={(person) => onNarrow({ person })} />
            </Suspense>
          </FilterButton>
        )}
        {isAcross && (
          <FilterButton label="Message" count={search.message ? 1 : 0}>
            <Suspense>
              <OneMessage id={search.message} onChange={(message) => onNarrow({ message })} />
            </Suspense>
          </FilterButton>
        )}
        {isAcross && <DayRangeFilter label="Started" range={search} onChange={onNarrow} zone={zone} />}
        <span className="ml-auto max-sm:hidden">
          <DownloadButton
            label="Download these deliveries as CSV"
            address={() => deliveryFile(scope, search, zone)}
          />
        </span>
      </div>
      {chips.length > 0 && (
        <div className="mb-4">
          <FilterChips chips={chips} onRemove={(chip) => onNarrow(without(search, chip))} onReset={onReset} />
        </div>
      )}
    </>
  )
}

const channelOptions = channelTypes.map((value) => ({
  value,
  label: <ChannelIcon channel={value} named />,
}))

const channelWords: Record<ChannelType, string> = { email: 'E-mail', sms: 'SMS', push: 'Push' }

interface ProviderFilterProps {
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

/** What is filtered by stays among the options, even where the provider is gone. */
function ProviderFilter({ chosen, onChange }: ProviderFilterProps) {
  const { data } = useQuery(providerQueries.everyOne())
  const known = data?.providers.map(({ $id, name }) => ({ value: $id, label: name })) ?? []
  const gone = chosen.filter((id) => known.every(({ value }) => value !== id))
  return (
    <FacetFilter
      label="Provider"
      options={[...known, ...gone.map((id) => ({ value: id, label: id }))]}
      chosen={chosen}
      onChange={onChange}
    />
  )
}

const listed = ['status', 'channel', 'provider', 'code'] as const

function useChips(search: DeliverySearch): FilterChip[] {
  const names = useDeliveryNames()
  const labels = { status: 'State', channel: 'Channel', provider: 'Provider', code: 'Error' } as const
  const textOf = {
    status: (value: string) => deliveryWords[value as DeliveryStatus],
    channel: (value: string) => channelWords[value as ChannelType],
    provider: (value: string) => names.provider(value) ?? value,
    code: (value: string) => value,
  }
  const { person, target, message, from, to } = search
  return [
    ...listed.flatMap((key) =>
      (search[key] ?? []).map((one) => ({
        id: `${key}:${one}`,
        label: labels[key],
        value: textOf[key](one),
      })),
    ),
    ...(person ? [{ id: 'person', label: 'Person', value: names.person(person) ?? person }] : []),
    ...(target ? [{ id: 'target', label: 'Target', value: names.target(target) ?? target }] : []),
    ...(message ? [{ id: 'message', label: 'Message', value: names.message(message) ?? message }] : []),
    ...(from || to ? [{ id: 'days', label: 'Started', value: dayRangeText({ from, to }) }] : []),
  ]
}

/** The search's change that takes a chip away. */
function without(search: DeliverySearch, chip: string): Partial<DeliverySearch> {
  if (chip === 'days') return { from: undefined, to: undefined }
  const key = listed.find((one) => chip.startsWith(`${one}:`))
  if (!key) return { [chip]: undefined }
  const value = chip.slice(key.length + 1)
  return { [key]: search[key]?.filter((one) => one !== value) }
}

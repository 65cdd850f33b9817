import { lazy, type ReactNode, Suspense } from 'react'
import { channelTypes } from '../../../contract/resource.ts'
import { FacetFilter } from '../../ui/facet-filter.tsx'
import { channelTitles } from '../providers/channel-words.ts'
import type { MessageFilter, MessageStateFilter } from './message-search.ts'
import { messageStateWords } from './message-state-words.ts'

const FilterChips = lazy(async () => {
  const { FilterChips } = await import('../../ui/filter-chips.tsx')
  return { default: FilterChips }
})

const channelOptions = channelTypes.map((value) => ({ value, label: channelTitles[value] }))

export interface MessageFiltersProps {
  filter: MessageFilter
  /** Those that can be chosen here. */
  states: readonly MessageStateFilter[]
  /** Nothing chosen is no filter, and stays out of the URL. */
  onFilter: (change: MessageFilter) => void
  /** In the same line: a search, a zone. */
  before?: ReactNode
  after?: ReactNode
}

/** Which messages are shown, and what is chosen of that: the same in lists and in the calendar. */
export function MessageFilters({ filter, states, onFilter, before, after }: MessageFiltersProps) {
  const { channel = [], state = [] } = filter
  const chooseChannels = (chosen: readonly string[]) =>
    onFilter({ channel: chosen.length > 0 ? (chosen as MessageFilter['channel']) : undefined })
  const chooseStates = (chosen: readonly string[]) =>
    onFilter({ state: chosen.length > 0 ? (chosen as MessageFilter['state']) : undefined })
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        {before}
        <FacetFilter label="Channel" options={channelOptions} chosen={channel} onChange={chooseChannels} />
        <FacetFilter
          label="State"
          options={states.map((value) => ({ value, label: messageStateWords[value] }))}
          chosen={state}
          onChange={chooseStates}
        />
        {after}
      </div>
      {channel.length + state.length > 0 && (
        <div className="mb-4">
          <Suspense>
            <FilterChips
              chips={[
                ...channel.map((id) => ({ id, label: 'Channel', value: channelTitles[id] })),
                ...state.map((id) => ({ id, label: 'State', value: messageStateWords[id] })),
              ]}
              onRemove={(id) =>
                state.some((one) => one === id)
                  ? chooseStates(state.filter((one) => one !== id))
                  : chooseChannels(channel.filter((one) => one !== id))
              }
              onReset={() => onFilter({ channel: undefined, state: undefined })}
            />
          </Suspense>
        </div>
      )}
    </>
  )
}

import { viewerZone, zoneLabel } from '../../lib/time.ts'
import { FacetFilter } from '../../ui/facet-filter.tsx'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { Select } from '../../ui/select.tsx'
import { messageStateWords } from '../messages/message-state-words.ts'
import { channelTitles } from '../providers/channel-words.ts'
import {
  type CalendarFilter,
  type CalendarSearch,
  type CalendarState,
  calendarChannels,
  calendarStates,
  ownZone,
} from './calendar-search.ts'

const channelOptions = calendarChannels.map((value) => ({ value, label: channelTitles[value] }))
const stateOptions = calendarStates.map((value) => ({ value, label: messageStateWords[value] }))

export interface CalendarFiltersProps {
  search: CalendarSearch
  zone: string
  projectZone: string
  onFilter: (filter: Pick<CalendarSearch, 'channel' | 'state' | 'zone'>) => void
  /** How much there is. */
  summary: string
}

/** Of the messages some, by the clocks of one zone. */

export function CalendarFilters({ search, zone, projectZone, onFilter, summary }: CalendarFiltersProps) {
  const own = ownZone(projectZone)
  const { channel = [], state = [] } = search
  const narrow = (part: CalendarFilter) => onFilter(withoutEmpty(part))
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <FacetFilter
          label="Channel"
          options={channelOptions}
          chosen={channel}
          onChange={(chosen) => narrow({ channel: chosen as CalendarFilter['channel'] })}
        />
        <FacetFilter
          label="State"
          options={stateOptions}
          chosen={state}
          onChange={(chosen) => narrow({ state: chosen as CalendarState[] })}
        />
        <span className="w-64 max-w-full">
          <Select
            compact
            aria-label="Time zone"
            value={zone}
            onChange={({ target }) => onFilter({ zone: target.value === own ? undefined : target.value })}
            options={[...new Set([own, viewerZone(), 'UTC', zone])].map((one) => ({
              value: one,
              label: zoneText(one, projectZone),
            }))}
          />
        </span>
        <p role="status" className="ml-auto text-quiet tabular-nums">
          {summary}
        </p>
      </div>
      {channel.length + state.length > 0 && (
        <div className="mb-4">
          <FilterChips
            chips={[
              ...channel.map((id) => ({ id, label: 'Channel', value: channelTitles[id] })),
              ...state.map((id) => ({ id, label: 'State', value: messageStateWords[id] })),
            ]}
            onRemove={(id) =>
              narrow({
                channel: channel.filter((one) => one !== id),
                state: state.filter((one) => one !== id),
              })
            }
            onReset={() => narrow({ channel: [], state: [] })}
          />
        </div>
      )}
    </>
  )
}

/** Nothing chosen is no filter, and stays out of the URL. */
function withoutEmpty(filter: CalendarFilter): CalendarFilter {
  const parts = Object.entries(filter).map(([key, chosen]) => [key, chosen?.length ? chosen : undefined])
  return Object.fromEntries(parts)
}

function zoneText(zone: string, projectZone: string): string {
  const whose = [zone === projectZone && 'the project’s', zone === viewerZone() && 'yours'].filter(Boolean)
  return whose.length > 0 ? `${zoneLabel(zone)} (${whose.join(', ')})` : zoneLabel(zone)
}

import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ActivityList } from './activity-list.tsx'
import { activityQueries, type Thing } from './activity-queries.ts'
import type { ThingActivitySearch } from './activity-search.ts'

export interface ThingActivityProps {
  thing: Thing
  search: ThingActivitySearch
  onSearch: (search: ThingActivitySearch) => void
}

/** The activity tab of one thing: who did what to it, and what Carillon did with it by itself. */
export function ThingActivity({ thing, search, onSearch }: ThingActivityProps) {
  const query = useQuery(activityQueries.ofThing(thing, search))
  return (
    <ActivityList
      of="thing"
      query={query}
      search={search}
      onSearch={(change) => onSearch({ ...search, ...change })}
      empty={
        <EmptyState drawing="bell" title="Nothing has been done to it lately">
          Who makes, changes or uses it will be listed here.
        </EmptyState>
      }
    />
  )
}

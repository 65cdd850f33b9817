import { isNarrowed } from '../lib/paging.ts'
import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'

export interface NothingFoundProps<Search> {
  /** What is not there: "Nobody", "No topic". */
  what: string
  /** Where a text is looked for: "Names and IDs are searched." */
  searched?: string | undefined
  search: Search
  onSearch: (search: Search) => void
}

interface Narrowed {
  readonly q?: string | undefined
  readonly size?: number | undefined
  readonly order?: string | undefined
}

/** A list that a search or filters have emptied, and the way on. */
export function NothingFound<Search extends Narrowed>(props: NothingFoundProps<Search>) {
  const { what, searched, search, onSearch } = props
  const { q, size, order } = search
  if (q) {
    const hasFilter = isNarrowed({ ...search, q: undefined })
    return (
      <EmptyState
        drawing="search"
        title={`${what} matches “${q}”${hasFilter ? ' and these filters' : ''}`}
        action={<Button onClick={() => onSearch({ ...search, q: undefined })}>Clear the search</Button>}
      >
        {searched}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      drawing="search"
      title={`${what} fits these filters`}
      action={<Button onClick={() => onSearch({ size, order } as Search)}>Clear the filters</Button>}
    />
  )
}

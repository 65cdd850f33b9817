import { lazy, type ReactNode, Suspense } from 'react'
import { type DayRange, dayRangeText } from '../lib/day-range.ts'
import { DayRangeFilter } from './day-range-filter.tsx'
import { FacetFilter, type FacetFilterProps } from './facet-filter.tsx'
import type { FilterChip } from './filter-chips.tsx'
import { SearchInput } from './search-input.tsx'

// Most lists are looked at whole.
const FilterChips = lazy(async () => {
  const { FilterChips } = await import('./filter-chips.tsx')
  return { default: FilterChips }
})

/** What a list can be filtered by, and where in its search that stands. */
export type ListFilter<Search> =
  | FacetIn<Search>
  | OwnFilter<keyof Search>
  | ('from' | 'to' extends keyof Search ? DaysFilter : never)

type FacetIn<Search> = {
  [Key in keyof Search]-?: NonNullable<Search[Key]> extends readonly (infer Value extends string)[]
    ? Facet<Key, Value>
    : never
}[keyof Search]

/** Any number of a few values. */
interface Facet<Key, Value extends string> {
  key: Key
  label: string
  /** What each value is called; they are chosen in this order. */
  words: Readonly<Record<Value, string>>
  /** As they are chosen, where more is shown there than the words. */
  options?: FacetFilterProps['options']
}

/** From a day to a day. */
interface DaysFilter {
  /** What happened then: "Created". */
  days: string
  /** By whose clocks they begin and end. */
  zone: string
}

/** One or more values that are chosen in a way of their own, or only come with links. */
interface OwnFilter<Key> {
  key: Key
  label: string
  /** What a value is called, where that is known. */
  nameOf: (value: string) => string | undefined
  choice?: ReactNode
}

export interface ListFiltersProps<Search> {
  filters: readonly ListFilter<NoInfer<Search>>[]
  search: Search
  /** What is chosen; what is empty is undefined, so that it stays out of the URL. */
  onNarrow: (change: Partial<Search>) => void
  /** Of the field for the search's `q`. */
  searchLabel?: string | undefined
  /** At the end of the line. */
  children?: ReactNode
}

/** What a list can be narrowed by and, a line below, what it is narrowed by now. */
export function ListFilters<Search extends object>({
  searchLabel,
  children,
  ...props
}: ListFiltersProps<Search>) {
  // The keys and values fit each other: the filters' type has seen to that.
  const { filters, search, onNarrow } = props as unknown as AnyFilters
  const chips = filters.flatMap((filter) => chipsOf(filter, search, onNarrow))
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        {searchLabel && (
          <SearchInput
            label={searchLabel}
            value={String(search.q ?? '')}
            onSearch={(q) => onNarrow({ q: q || undefined })}
          />
        )}
        {filters.map((filter) => (
          <Choice
            key={'days' in filter ? filter.days : filter.key}
            filter={filter}
            search={search}
            onNarrow={onNarrow}
          />
        ))}
        {children}
      </div>
      {chips.length > 0 && (
        <div className="mb-4">
          <Suspense>
            <FilterChips
              chips={chips}
              onReset={() => onNarrow(Object.assign({}, ...filters.map(withoutFilter)))}
            />
          </Suspense>
        </div>
      )}
    </>
  )
}

type AnyFilter = Facet<string, string> | OwnFilter<string> | DaysFilter
type AnySearch = { readonly [key: string]: string | readonly string[] | undefined } & DayRange
interface AnyFilters {
  filters: readonly AnyFilter[]
  search: AnySearch
  onNarrow: (change: AnySearch) => void
}

interface ChoiceProps extends Omit<AnyFilters, 'filters'> {
  filter: AnyFilter
}

function Choice({ filter, search, onNarrow }: ChoiceProps) {
  if ('nameOf' in filter) return filter.choice
  if ('days' in filter) {
    const { days, zone } = filter
    return (
      <DayRangeFilter label={days} range={search} onChange={(range) => onNarrow({ ...range })} zone={zone} />
    )
  }
  const { key, label, words } = filter
  return (
    <FacetFilter
      label={label}
      options={filter.options ?? Object.entries(words).map(([value, word]) => ({ value, label: word }))}
      chosen={valuesOf(search, key)}
      onChange={(chosen) => onNarrow({ [key]: orNone(chosen) })}
    />
  )
}

function chipsOf(filter: AnyFilter, search: AnySearch, onNarrow: AnyFilters['onNarrow']): FilterChip[] {
  if ('days' in filter) {
    const value = dayRangeText(search)
    const onRemove = () => onNarrow(withoutFilter(filter))
    return value ? [{ id: 'days', label: filter.days, value, onRemove }] : []
  }
  const { key, label } = filter
  const chosen = valuesOf(search, key)
  return chosen.map((value) => ({
    id: `${key}:${value}`,
    label,
    value: ('nameOf' in filter ? filter.nameOf(value) : filter.words[value]) ?? value,
    onRemove: () => onNarrow({ [key]: orNone(chosen.filter((other) => other !== value)) }),
  }))
}

const withoutFilter = (filter: AnyFilter): AnySearch =>
  'days' in filter ? { from: undefined, to: undefined } : { [filter.key]: undefined }

const valuesOf = (search: AnySearch, key: string): readonly string[] => [search[key] ?? []].flat()

const orNone = (values: readonly string[]) => (values.length > 0 ? values : undefined)

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { providerTitles } from '../../../contract/provider-kind.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { currentProject } from '../../lib/project.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FacetFilter } from '../../ui/facet-filter.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Table } from '../../ui/table.tsx'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { AddProvider } from './add-provider.tsx'
import { channelTitles } from './channel-words.ts'
import { rememberProviderList } from './provider-list-place.ts'
import { providerQueries } from './provider-queries.ts'
import { everything, isFiltered, isFirstPage, type ProviderSearch } from './provider-search.ts'
import { providerColumns } from './provider-table.tsx'

const facets = {
  type: { label: 'Channel', words: channelTitles },
  kind: { label: 'Kind', words: providerTitles },
  state: { label: 'State', words: { on: 'On', off: 'Off' } },
} as const
type Facet = keyof typeof facets

const facetNames = Object.keys(facets) as Facet[]
const wordOf = (facet: Facet, value: string) =>
  (facets[facet].words as Readonly<Record<string, string>>)[value] ?? value
const options = Object.fromEntries(
  facetNames.map((facet) => [
    facet,
    Object.entries(facets[facet].words).map(([value, label]) => ({ value, label })),
  ]),
) as Record<Facet, { value: string; label: string }[]>

const FilterChips = lazy(async () => {
  const { FilterChips } = await import('../../ui/filter-chips.tsx')
  return { default: FilterChips }
})
const NoProviders = lazy(async () => {
  const { NoProviders } = await import('./no-providers.tsx')
  return { default: NoProviders }
})

export interface ProvidersPageProps {
  search: ProviderSearch
  onSearch: (search: ProviderSearch) => void
}

export function ProvidersPage({ search, onSearch }: ProvidersPageProps) {
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(providerQueries.list(search))
  const mayAdd = useMay('owner')
  const { q = '', size = defaultPageSize } = search
  const known = useLastKnown(data)
  const page = known && cutPage(known.providers, search)
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const problem = problemOf(error)
  const isUnused = data?.total === 0 && !q && !isFiltered(search) && isFirstPage(search)

  useEffect(() => rememberProviderList(search))
  useAddShortcut(mayAdd)

  /** Another search or filter begins at its first page. */
  const narrow = (change: Partial<ProviderSearch>) =>
    onSearch(withoutEmpty({ ...search, ...firstPage, ...change }))
  const choose = (facet: Facet, chosen: readonly string[]) =>
    narrow({ [facet]: chosen.length > 0 ? chosen : undefined } as Partial<ProviderSearch>)
  const chips = facetNames.flatMap((facet) =>
    (search[facet] ?? []).map((value) => ({
      id: `${facet} ${value}`,
      label: facets[facet].label,
      value: wordOf(facet, value),
    })),
  )

  return (
    <Page width="full">
      <PageHeader title="Providers" action={mayAdd && !isUnused && <AddProvider />} />
      {!isUnused && (
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <SearchInput label="Search providers" value={q} onSearch={(text) => narrow({ q: text })} />
          {facetNames.map((facet) => (
            <FacetFilter
              key={facet}
              label={facets[facet].label}
              options={options[facet]}
              chosen={search[facet] ?? []}
              onChange={(chosen) => choose(facet, chosen)}
            />
          ))}
        </div>
      )}
      {chips.length > 0 && (
        <div className="mb-4">
          <Suspense>
            <FilterChips
              chips={chips}
              onRemove={(id) => {
                const [facet, value] = id.split(' ') as [Facet, string]
                choose(
                  facet,
                  (search[facet] ?? []).filter((one) => one !== value),
                )
              }}
              onReset={() => onSearch(withoutEmpty({ ...everything(search), q }))}
            />
          </Suspense>
        </div>
      )}
      <Table
        label="Providers"
        columns={providerColumns}
        rows={page?.rows ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        stale={isPlaceholderData}
        empty={
          <Suspense>
            <NoProviders search={search} onSearch={onSearch} mayAdd={mayAdd} />
          </Suspense>
        }
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'The providers could not be loaded'}
              problem={isLost ? { message: 'The provider it began at has been deleted.' } : problem}
              onRetry={isLost ? () => narrow({}) : () => void refetch()}
              retrying={isFetching}
            />
          )
        }
      />
      {data && page && (page.rows.length > 0 || !isFirstPage(search)) && (
        <Pager
          count={page.rows.length}
          before={isFirstPage(search) ? 0 : undefined}
          total={data.total}
          onPrevious={page.previous && (() => narrow({ ...page.previous }))}
          onNext={page.next && (() => narrow({ ...page.next }))}
          pageSize={size}
          onPageSize={(chosen) => narrow({ size: chosen === defaultPageSize ? undefined : chosen })}
        />
      )}
    </Page>
  )
}

const firstPage = { after: undefined, before: undefined }

/** Defaults stay out of the URL. */
const withoutEmpty = ({ q, ...rest }: ProviderSearch): ProviderSearch => ({ ...rest, q: q || undefined })

function useAddShortcut(mayAdd: boolean) {
  const navigate = useNavigate()
  const add = () => navigate({ to: '/p/$projectId/providers/new', params: { projectId: currentProject() } })
  useShortcuts('Providers', mayAdd ? [{ keys: 'c', label: 'Add a provider', run: add }] : [])
}

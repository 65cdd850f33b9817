import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, useEffect } from 'react'
import { providerTitles } from '../../../contract/provider-kind.ts'
import { firstPage } from '../../lib/paging.ts'
import { currentProject } from '../../lib/project.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { type ListFilter, ListFilters } from '../../ui/list-filters.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { AddProvider } from './add-provider.tsx'
import { channelTitles } from './channel-words.ts'
import { providerListPlace } from './provider-list-place.ts'
import { providerQueries } from './provider-queries.ts'
import type { ProviderSearch } from './provider-search.ts'
import { providerColumns } from './provider-table.tsx'

const NoProviders = lazy(async () => {
  const { NoProviders } = await import('./no-providers.tsx')
  return { default: NoProviders }
})

const filters: readonly ListFilter<ProviderSearch>[] = [
  { key: 'type', label: 'Channel', words: channelTitles },
  { key: 'kind', label: 'Kind', words: providerTitles },
  { key: 'state', label: 'State', words: { on: 'On', off: 'Off' } },
]

export interface ProvidersPageProps {
  search: ProviderSearch
  onSearch: (search: ProviderSearch) => void
}

export function ProvidersPage({ search, onSearch }: ProvidersPageProps) {
  const list = useListPage(useQuery(providerQueries.list(search)), ({ providers }) => providers, search)
  const mayAdd = useMay('owner')

  useEffect(() => providerListPlace.remember(search))
  useAddShortcut(mayAdd)

  const narrow = (change: ProviderSearch) => onSearch({ ...search, ...firstPage, ...change })

  return (
    <Page width="full">
      <PageHeader title="Providers" action={mayAdd && !list.isUnused && <AddProvider />} />
      {!list.isUnused && (
        <ListFilters filters={filters} search={search} onNarrow={narrow} searchLabel="Search providers" />
      )}
      <PagedTable
        label="Providers"
        columns={providerColumns}
        list={list}
        onPage={narrow}
        empty={<NoProviders search={search} onSearch={onSearch} mayAdd={mayAdd} />}
        words={{
          failed: 'The providers could not be loaded',
          lost: 'The provider it began at has been deleted.',
          gone: 'What was on it has been deleted.',
        }}
      />
    </Page>
  )
}

function useAddShortcut(mayAdd: boolean) {
  const navigate = useNavigate()
  const add = () => navigate({ to: '/p/$projectId/providers/new', params: { projectId: currentProject() } })
  useShortcuts('Providers', mayAdd ? [{ keys: 'c', label: 'Add a provider', run: add }] : [])
}

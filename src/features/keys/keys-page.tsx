import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import Plus from 'lucide-react/icons/plus'
import { lazy, Suspense } from 'react'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Table } from '../../ui/table.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { keyQueries } from './key-queries.ts'
import { keyColumns } from './key-table.tsx'
import type { KeysSearch } from './keys-search.ts'

const RevokeKeyDialog = lazy(async () => {
  const { RevokeKeyDialog } = await import('./revoke-key-dialog.tsx')
  return { default: RevokeKeyDialog }
})

export interface KeysPageProps {
  search: KeysSearch
}

export function KeysPage({ search }: KeysPageProps) {
  const navigate = useNavigate()
  const query = useQuery(keyQueries.list())
  const { data, error } = query
  const params = { projectId: currentProject() }
  const revoked = data?.keys.find(({ $id }) => $id === search.revoke)
  const closeDialog = useClosePanel<KeysSearch>('revoke')
  useShortcuts('API keys', [
    {
      keys: 'c',
      label: 'Add an API key',
      run: () => void navigate({ to: '/p/$projectId/settings/keys/new', params }),
    },
  ])
  const add = (
    <ButtonLink
      to="/p/$projectId/settings/keys/new"
      params={params}
      variant="primary"
      icon={<Plus aria-hidden="true" />}
      hint="c"
    >
      Add an API key
    </ButtonLink>
  )

  return (
    <>
      <PageHeader
        title="API keys"
        detail="With a key a program calls this project, as far as the key reaches."
        action={data?.keys.length !== 0 && add}
      />
      <Table
        label="API keys"
        columns={keyColumns}
        rows={data?.keys ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        skeletonRows={3}
        empty={
          <EmptyState drawing="key" title="No API keys yet" action={add}>
            A program that sends messages or signs people up needs one. Each program gets its own, so that one
            can be revoked alone.
          </EmptyState>
        }
        error={error && <LoadError query={query} title="The API keys could not be loaded" />}
      />
      <Suspense>{revoked && <RevokeKeyDialog apiKey={revoked} onClose={closeDialog} />}</Suspense>
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Trash from 'lucide-react/icons/trash-2'
import { lazy, type ReactNode, Suspense } from 'react'
import { firstPage } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { NothingFound } from '../../ui/nothing-found.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { useMay } from '../session/use-session.ts'
import { inboxQueries } from './inbox-queries.ts'
import type { InboxSearch } from './inbox-search.ts'
import { inboxColumns, sideColumns } from './inbox-table.tsx'

const ClearDialog = lazy(async () => {
  const { ClearDialog } = await import('./clear-dialog.tsx')
  return { default: ClearDialog }
})

export interface InboxPageProps {
  search: InboxSearch
  onSearch: (search: InboxSearch) => void
  /** The open item's, which then stands beside the list, or in its place where there is no room for both. */
  itemId: string | undefined
  children: ReactNode
}

export function InboxPage({ search: { clear, ...search }, onSearch, itemId, children }: InboxPageProps) {
  const list = useListPage(useQuery(inboxQueries.list(search)), ({ items }) => items, search)
  const { total = 0 } = list
  const mayDelete = useMay('editor')
  const closeDialog = useClosePanel<InboxSearch>('clear')
  const isOpen = itemId !== undefined

  const narrow = (change: InboxSearch) => onSearch({ ...search, ...firstPage, ...change })

  return (
    <Page width="full">
      {isOpen && <h1 className="sr-only lg:hidden">Test inbox</h1>}
      <div className={isOpen ? 'max-lg:hidden' : undefined}>
        <PageHeader
          title="Test inbox"
          detail="What test providers send lands here, and reaches nobody."
          menu={
            mayDelete &&
            !search.q &&
            total > 0 && (
              <Menu
                trigger={<IconButton label="More actions" size="md" icon={<Ellipsis aria-hidden="true" />} />}
              >
                <MenuItem icon={<Trash />} danger onSelect={() => onSearch({ ...search, clear: true })}>
                  Delete all {total.toLocaleString()}…
                </MenuItem>
              </Menu>
            )
          }
        />
      </div>
      <div
        className={isOpen ? 'lg:grid lg:grid-cols-[minmax(280px,360px)_minmax(0,1fr)] lg:gap-10' : undefined}
      >
        <div className={isOpen ? 'min-w-0 max-lg:hidden' : 'min-w-0'}>
          <div className="mb-4 flex">
            <SearchInput
              label="Search the inbox"
              value={search.q ?? ''}
              onSearch={(q) => narrow({ q: q || undefined })}
            />
          </div>
          <PagedTable
            label="Test inbox"
            columns={isOpen ? sideColumns : inboxColumns}
            list={list}
            onPage={narrow}
            compact={isOpen}
            current={itemId}
            empty={<Empty search={search} onSearch={onSearch} />}
            words={{
              failed: 'The test inbox could not be loaded',
              lost: 'The item it began at has been deleted.',
              gone: 'What was on it has been deleted.',
            }}
          />
        </div>
        {isOpen && (
          // In sight wherever in the list one is.
          <div className="min-w-0 lg:sticky lg:top-6 lg:-mx-1 lg:max-h-[calc(100dvh-48px)] lg:self-start lg:overflow-y-auto lg:px-1">
            {children}
          </div>
        )}
      </div>
      <Suspense>{clear && mayDelete && <ClearDialog total={total} onClose={closeDialog} />}</Suspense>
    </Page>
  )
}

function Empty({ search, onSearch }: Pick<InboxPageProps, 'search' | 'onSearch'>) {
  if (search.q) {
    return (
      <NothingFound
        what="Nothing"
        searched="Senders, recipients, subjects and texts are searched."
        search={search}
        onSearch={onSearch}
      />
    )
  }
  return (
    <EmptyState drawing="envelope" title="Nothing has come in yet">
      Messages sent through a test provider land here instead of with their recipients. So do e-mails that a
      program on the same machine sends by SMTP to port 4425, unless that was set otherwise; the user name{' '}
      <code className="font-mono text-xs wrap-anywhere">{currentProject()}</code> brings them to this project.
    </EmptyState>
  )
}

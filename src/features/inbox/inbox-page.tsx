import { useQuery } from '@tanstack/react-query'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Trash from 'lucide-react/icons/trash-2'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { currentProject } from '../../lib/project.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Table } from '../../ui/table.tsx'
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

export function InboxPage({ search, onSearch, itemId, children }: InboxPageProps) {
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(inboxQueries.list(search))
  const mayDelete = useMay('editor')
  const [isClearing, setClearing] = useState(false)
  const { q = '', size = defaultPageSize } = search
  const known = useLastKnown(data)
  const page = known && cutPage(known.items, search)
  const isFirst = search.after === undefined && search.before === undefined
  const isOpen = itemId !== undefined
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const problem = problemOf(error)

  const go = (change: Partial<InboxSearch>) => {
    const next = { ...search, after: undefined, before: undefined, ...change }
    onSearch({ ...next, q: next.q || undefined })
  }

  return (
    <Page width="full">
      {isOpen && <h1 className="sr-only lg:hidden">Test inbox</h1>}
      <div className={isOpen ? 'max-lg:hidden' : undefined}>
        <PageHeader
          title="Test inbox"
          detail="What test providers send lands here, and reaches nobody."
          menu={
            mayDelete &&
            !q &&
            data !== undefined &&
            data.total > 0 && (
              <Menu
                trigger={<IconButton label="More actions" size="md" icon={<Ellipsis aria-hidden="true" />} />}
              >
                <MenuItem icon={<Trash />} danger onSelect={() => setClearing(true)}>
                  Delete all {data.total.toLocaleString()}…
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
            <SearchInput label="Search the inbox" value={q} onSearch={(text) => go({ q: text })} />
          </div>
          <Table
            label="Test inbox"
            columns={isOpen ? sideColumns : inboxColumns}
            rows={page?.rows ?? (error ? [] : undefined)}
            rowKey={({ $id }) => $id}
            current={itemId}
            stale={isPlaceholderData}
            empty={<Empty search={search} onSearch={onSearch} />}
            error={
              problem && (
                <ErrorNotice
                  title={isLost ? 'This page of the list is gone' : 'The test inbox could not be loaded'}
                  problem={isLost ? { message: 'The item it began at has been deleted.' } : problem}
                  onRetry={isLost ? () => go({}) : () => void refetch()}
                  retrying={isFetching}
                />
              )
            }
          />
          {data && page && page.rows.length > 0 && (page.next || page.previous || !isOpen) && (
            <Pager
              count={page.rows.length}
              before={isFirst ? 0 : undefined}
              total={data.total}
              onPrevious={page.previous && (() => go({ ...page.previous }))}
              onNext={page.next && (() => go({ ...page.next }))}
              pageSize={size}
              onPageSize={(chosen) => go({ size: chosen === defaultPageSize ? undefined : chosen })}
            />
          )}
        </div>
        {isOpen && (
          // In sight wherever in the list one is.
          <div className="min-w-0 lg:sticky lg:top-6 lg:-mx-1 lg:max-h-[calc(100dvh-48px)] lg:self-start lg:overflow-y-auto lg:px-1">
            {children}
          </div>
        )}
      </div>
      <Suspense>
        {isClearing && <ClearDialog total={data?.total ?? 0} onClose={() => setClearing(false)} />}
      </Suspense>
    </Page>
  )
}

function Empty({ search, onSearch }: Pick<InboxPageProps, 'search' | 'onSearch'>) {
  const { q, size, after, before } = search
  if (after ?? before) {
    return (
      <EmptyState
        drawing="search"
        title="This page is empty"
        action={<Button onClick={() => onSearch({ q, size })}>Go to the first page</Button>}
      >
        What was on it has been deleted.
      </EmptyState>
    )
  }
  if (q) {
    return (
      <EmptyState
        drawing="search"
        title={`Nothing matches “${q}”`}
        action={<Button onClick={() => onSearch({ size })}>Clear the search</Button>}
      >
        Senders, recipients, subjects and texts are searched.
      </EmptyState>
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

import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { cutPage, defaultPageSize } from '../../lib/paging.ts'
import { currentProject } from '../../lib/project.ts'
import { useLastKnown } from '../../lib/use-last-known.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Table } from '../../ui/table.tsx'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { MessageFilters } from './message-filters.tsx'
import { rememberMessageList } from './message-list-place.ts'
import { messageQueries } from './message-queries.ts'
import { isFiltered, isFirstPage, type MessageSearch, messageStateFilters } from './message-search.ts'
import { messageColumns } from './message-table.tsx'
import { WriteEmail } from './write-email.tsx'

const NoMessages = lazy(async () => {
  const { NoMessages } = await import('./no-messages.tsx')
  return { default: NoMessages }
})

export interface MessagesPageProps {
  search: MessageSearch
  onSearch: (search: MessageSearch) => void
}

export function MessagesPage({ search, onSearch }: MessagesPageProps) {
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(messageQueries.list(search))
  const mayWrite = useMay('author')
  const { q = '', size = defaultPageSize } = search
  const known = useLastKnown(data)
  const page = known && cutPage(known.messages, search)
  const isLost = error instanceof ApiError && error.type === 'general_cursor_not_found'
  const problem = problemOf(error)
  // Nothing to look through yet: the one action stands in the middle.
  const isUnused = data?.total === 0 && !q && !isFiltered(search) && isFirstPage(search)

  useEffect(() => rememberMessageList(search))
  useComposeShortcut(mayWrite)

  /** Another search or filter begins at its first page. */
  const narrow = (change: Partial<MessageSearch>) =>
    onSearch(withoutEmpty({ ...search, ...firstPage, ...change }))
  const turn = (to: Partial<MessageSearch>) => onSearch(withoutEmpty({ ...search, ...firstPage, ...to }))

  return (
    <Page width="full">
      <PageHeader title="Messages" action={mayWrite && !isUnused && <WriteEmail />} />
      {!isUnused && (
        <MessageFilters
          filter={search}
          states={messageStateFilters}
          onFilter={narrow}
          before={<SearchInput label="Search messages" value={q} onSearch={(text) => narrow({ q: text })} />}
        />
      )}
      <Table
        label="Messages"
        columns={messageColumns}
        rows={page?.rows ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        stale={isPlaceholderData}
        empty={
          <Suspense>
            <NoMessages search={search} onSearch={onSearch} mayWrite={mayWrite} />
          </Suspense>
        }
        error={
          problem && (
            <ErrorNotice
              title={isLost ? 'This page of the list is gone' : 'The messages could not be loaded'}
              problem={isLost ? { message: 'The message it began at has been deleted.' } : problem}
              onRetry={isLost ? () => turn({}) : () => void refetch()}
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
          onPrevious={page.previous && (() => turn({ ...page.previous }))}
          onNext={page.next && (() => turn({ ...page.next }))}
          pageSize={size}
          onPageSize={(chosen) => narrow({ size: chosen === defaultPageSize ? undefined : chosen })}
        />
      )}
    </Page>
  )
}

const firstPage = { after: undefined, before: undefined }

/** Defaults stay out of the URL. */
const withoutEmpty = ({ q, ...rest }: MessageSearch): MessageSearch => ({ ...rest, q: q || undefined })

function useComposeShortcut(mayWrite: boolean) {
  const navigate = useNavigate()
  const compose = () =>
    navigate({ to: '/p/$projectId/messages/new/email', params: { projectId: currentProject() } })
  useShortcuts('Messages', mayWrite ? [{ keys: 'c', label: 'Write an e-mail', run: compose }] : [])
}

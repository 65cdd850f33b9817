import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { firstPage } from '../../lib/paging.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { useListPage } from '../../lib/use-list-page.ts'
import { type ListFilter, ListFilters } from '../../ui/list-filters.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { channelTitles } from '../providers/channel-words.ts'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { MessageDialog } from './message-dialog.tsx'
import { messageListPlace } from './message-list-place.ts'
import { messageQueries } from './message-queries.ts'
import type { MessageSearch } from './message-search.ts'
import { messageStateWords } from './message-state-words.ts'
import { messageColumns } from './message-table.tsx'
import { WriteEmail } from './write-email.tsx'

const NoMessages = lazy(async () => {
  const { NoMessages } = await import('./no-messages.tsx')
  return { default: NoMessages }
})

const filters: readonly ListFilter<Omit<MessageSearch, 'remove'>>[] = [
  { key: 'channel', label: 'Channel', words: channelTitles },
  { key: 'state', label: 'State', words: messageStateWords },
]

export interface MessagesPageProps {
  search: MessageSearch
  onSearch: (search: MessageSearch) => void
}

export function MessagesPage({ search: { remove, ...search }, onSearch }: MessagesPageProps) {
  const list = useListPage(useQuery(messageQueries.list(search)), ({ messages }) => messages, search)
  const mayWrite = useMay('author')
  const removed = list.rows?.find(({ $id }) => $id === remove)
  const closeDialog = useClosePanel<MessageSearch>('remove')

  useEffect(() => messageListPlace.remember(search))
  useComposeShortcut(mayWrite)

  const narrow = (change: MessageSearch) => onSearch({ ...search, ...firstPage, ...change })

  return (
    <Page width="full">
      <PageHeader
        title="Messages"
        // Nothing to look through yet: the one action stands in the middle.
        action={mayWrite && !list.isUnused && <WriteEmail />}
      />
      {!list.isUnused && (
        <ListFilters filters={filters} search={search} onNarrow={narrow} searchLabel="Search messages" />
      )}
      <PagedTable
        label="Messages"
        columns={messageColumns}
        list={list}
        onPage={narrow}
        empty={<NoMessages search={search} onSearch={onSearch} mayWrite={mayWrite} />}
        words={{
          failed: 'The messages could not be loaded',
          lost: 'The message it began at has been deleted.',
          gone: 'What was on it has been deleted.',
        }}
      />
      <Suspense>
        {removed && <MessageDialog message={removed} dialog="delete" onClose={closeDialog} />}
      </Suspense>
    </Page>
  )
}

function useComposeShortcut(mayWrite: boolean) {
  const navigate = useNavigate()
  const compose = () =>
    navigate({ to: '/p/$projectId/messages/new/email', params: { projectId: currentProject() } })
  useShortcuts('Messages', mayWrite ? [{ keys: 'c', label: 'Write an e-mail', run: compose }] : [])
}

import { createFileRoute } from '@tanstack/react-router'
import { OverviewPage } from '../../../features/overview/overview-page.tsx'
import { overviewQueries } from '../../../features/overview/overview-queries.ts'

export const Route = createFileRoute('/p/$projectId/')({
  loader: ({ context: { queryClient } }) => {
    // Started only: the page stands at once, with its own places for what is awaited and for what fails.
    const { moving, next, troubled, ended } = overviewQueries
    for (const part of [moving, next, troubled, ended]) queryClient.query(part()).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Overview' }] }),
  component: OverviewPage,
})

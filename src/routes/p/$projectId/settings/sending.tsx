import { createFileRoute } from '@tanstack/react-router'
import { SendingPage } from '../../../../features/projects/sending-page.tsx'
import { providerQueries } from '../../../../features/providers/provider-queries.ts'

export const Route = createFileRoute('/p/$projectId/settings/sending')({
  loader: ({ context: { queryClient } }) => {
    queryClient.query(providerQueries.everyOne()).catch(() => {})
  },
  head: () => ({ meta: [{ title: 'Sending' }] }),
  component: SendingPage,
})

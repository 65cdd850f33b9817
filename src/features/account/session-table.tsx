import { useMutation, useQueryClient } from '@tanstack/react-query'
import Monitor from 'lucide-react/icons/monitor'
import Smartphone from 'lucide-react/icons/smartphone'
import type { AdministratorSession } from '../../../contract/console.ts'
import { problemOf } from '../../lib/api-error.ts'
import { actionsColumn } from '../../ui/actions-column.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table.tsx'
import { toast } from '../../ui/toasts.ts'
import { accountMutations, accountQueries } from './account-queries.ts'
import { deviceWords } from './device-words.ts'

export const sessionColumns: readonly Column<AdministratorSession>[] = [
  {
    id: 'device',
    header: 'Browser',
    cell: (session) => <Device session={session} />,
  },
  { id: 'ip', header: 'Address', width: '160px', cell: ({ ip }) => ip },
  {
    id: 'used',
    header: 'Last used',
    width: '112px',
    cell: ({ lastUsedAt }) => <RelativeTime at={lastUsedAt} />,
  },
  {
    id: 'begun',
    header: 'Signed in',
    width: '112px',
    wideOnly: true,
    cell: ({ $createdAt }) => <RelativeTime at={$createdAt} />,
  },
  actionsColumn(
    (session) => (session.current ? <Badge tone="neutral">This browser</Badge> : <End session={session} />),
    '136px',
  ),
]

function Device({ session }: { session: AdministratorSession }) {
  const isHandheld = session.deviceName !== '' && session.deviceName !== 'desktop'
  const Icon = isHandheld ? Smartphone : Monitor
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Icon aria-hidden="true" className="size-4 shrink-0 text-quiet" />
      <span className="min-w-0 truncate font-strong">{deviceWords(session)}</span>
    </span>
  )
}

function End({ session }: { session: AdministratorSession }) {
  const queryClient = useQueryClient()
  const words = deviceWords(session)
  const end = useMutation({
    ...accountMutations.endSession(),
    onSuccess: () => toast({ title: `${words} is signed out` }),
    onError: (error) =>
      toast({ title: `${words} is still signed in`, detail: problemOf(error)?.message, tone: 'error' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: accountQueries.sessions().queryKey }),
  })
  return (
    <Button size="sm" pending={end.isPending && 'Ending…'} onClick={() => end.mutate(session.$id)}>
      End<span className="sr-only"> the session of {words}</span>
    </Button>
  )
}

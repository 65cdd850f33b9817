import Inbox from 'lucide-react/icons/inbox'
import type { Message } from '../../../contract/messages.ts'
import { Badge } from '../../ui/badge.tsx'
import { testShare } from './message-state.ts'

/** Stands wherever something went, or will go, through a test provider. */
export function TestBadge({ message }: { message: Message }) {
  const share = testShare(message)
  if (share === 'none') return null
  const { testTotal, total, finishedAt } = message.delivery
  const reached = finishedAt ? 'reached' : 'reaches'
  return (
    <Badge tone="neutral" icon={<Inbox aria-hidden="true" />}>
      {share === 'all'
        ? `Test inbox: ${reached} nobody`
        : `Test inbox: ${testTotal.toLocaleString()} of ${total.toLocaleString()} ${reached === 'reached' ? reached : 'reach'} nobody`}
    </Badge>
  )
}

import { Link } from '@tanstack/react-router'
import type { DeliveryStatus } from '../../../contract/delivery-status.ts'
import type { DeliveryCounts, Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'

interface Count {
  word: string
  value: number
  status: DeliveryStatus[] | undefined
  look: string
}

/** What the ledger says, each number leading to its rows. They add up. */
export function MessageCounts({ message }: { message: Message }) {
  const { total, counts } = message.delivery
  if (total === 0) return null
  return (
    <ul className="-mx-3 flex flex-wrap gap-x-2 gap-y-1">
      {shown(total, counts).map(({ word, value, status, look }) => (
        <li key={word}>
          <Link
            to="/p/$projectId/messages/$messageId/deliveries"
            params={{ projectId: currentProject(), messageId: message.$id }}
            search={{ status }}
            className="block min-w-24 rounded-control px-3 py-2 hover:bg-hover"
          >
            <span className={`block text-lg font-strong tabular-nums ${look}`}>{value.toLocaleString()}</span>
            <span className="text-sm text-quiet">{word}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function shown(total: number, counts: DeliveryCounts): Count[] {
  const all: Count[] = [
    { word: total === 1 ? 'Recipient' : 'Recipients', value: total, status: undefined, look: '' },
    {
      word: 'Waiting',
      value: counts.pending + counts.sending,
      status: ['pending', 'sending'],
      look: 'text-sending',
    },
    { word: 'Sent', value: counts.sent, status: ['sent'], look: 'text-sent' },
    { word: 'Failed', value: counts.failed, status: ['failed'], look: 'text-failed' },
    { word: 'In doubt', value: counts.inDoubt, status: ['inDoubt'], look: 'text-doubt' },
    { word: 'Skipped', value: counts.skipped, status: ['skipped'], look: 'text-quiet' },
    { word: 'Cancelled', value: counts.cancelled, status: ['cancelled'], look: 'text-quiet' },
  ]
  return all.filter(({ word, value }) => value > 0 || word === 'Sent')
}

import Clock from 'lucide-react/icons/clock'
import type { Delivery } from '../../../contract/deliveries.ts'
import type { DeliveryStatus } from '../../../contract/delivery-status.ts'
import { Badge, type BadgeTone } from '../../ui/badge.tsx'

export const deliveryWords: Record<DeliveryStatus, string> = {
  pending: 'Waiting',
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Failed',
  inDoubt: 'In doubt',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
}

const tones: Record<DeliveryStatus, BadgeTone> = {
  pending: 'neutral',
  sending: 'sending',
  sent: 'sent',
  failed: 'failed',
  inDoubt: 'doubt',
  cancelled: 'cancelled',
  skipped: 'skipped',
}

/** What became of it for one recipient. */
export function DeliveryBadge({ delivery: { status, attempts } }: { delivery: Delivery }) {
  const isRetry = status === 'pending' && attempts > 0
  return (
    <Badge
      tone={isRetry ? 'sending' : tones[status]}
      icon={status === 'pending' ? <Clock aria-hidden="true" /> : undefined}
    >
      {isRetry ? 'Tries again' : deliveryWords[status]}
    </Badge>
  )
}

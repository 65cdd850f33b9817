import Inbox from 'lucide-react/icons/inbox'
import Power from 'lucide-react/icons/power'
import PowerOff from 'lucide-react/icons/power-off'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { canSend } from '../../../contract/provider-kind.ts'
import type { Provider } from '../../../contract/providers.ts'
import { Badge } from '../../ui/badge.tsx'

/** Whether it is on, and whether what goes through it reaches anybody. */
export function ProviderBadge({ provider: { provider: kind, enabled } }: { provider: Provider }) {
  if (!enabled) {
    return (
      <Badge tone="neutral" icon={<PowerOff aria-hidden="true" />}>
        Off
      </Badge>
    )
  }
  if (!canSend(kind)) {
    return (
      <Badge tone="partly" icon={<TriangleAlert aria-hidden="true" />}>
        On, cannot send yet
      </Badge>
    )
  }
  return kind === 'inbox' ? (
    <Badge tone="neutral" icon={<Inbox aria-hidden="true" />}>
      On, reaches nobody
    </Badge>
  ) : (
    <Badge tone="sent" icon={<Power aria-hidden="true" />}>
      On
    </Badge>
  )
}

import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { ApiKey } from '../../../contract/console.ts'
import { zonedTime } from '../../lib/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { useNow } from '../../ui/use-now.ts'
import { expiryState, expiryText } from './expiry.ts'

/** When a key ends, louder the nearer it is. */
export function ExpiryNote({ apiKey }: { apiKey: ApiKey }) {
  const now = useNow()
  const state = expiryState(apiKey, now)
  if (apiKey.expiresAt === null) return <span className="text-quiet">Never</span>
  const exact = zonedTime(apiKey.expiresAt, 'dateTime')
  if (state === 'expired') {
    return (
      <span title={exact}>
        <Badge tone="failed">Expired</Badge>
      </span>
    )
  }
  const text = <time dateTime={apiKey.expiresAt}>{capitalized(expiryText(apiKey, now))}</time>
  if (state === 'later') return <span title={exact}>{text}</span>
  return (
    <span title={exact} className="inline-flex items-center gap-1.5 text-sending">
      <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" />
      {text}
    </span>
  )
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

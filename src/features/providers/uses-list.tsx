import type { ProviderUses } from '../../../contract/providers.ts'
import { zonedTime } from '../../lib/time.ts'

const shown = 5

/** The first of what goes through a provider, by name. */
export function UsesList({ uses: { messages, targets } }: { uses: ProviderUses }) {
  const rows = [
    ...messages.messages.map(({ $id, title, scheduledAt }) => ({
      key: `message ${$id}`,
      what: title || 'Without a title',
      more: scheduledAt ? zonedTime(scheduledAt, 'dateTime') : 'being sent',
    })),
    ...targets.targets.map(({ $id, identifier, userName }) => ({
      key: `target ${$id}`,
      what: identifier,
      more: userName,
    })),
  ]
  const rest = messages.total + targets.total - Math.min(rows.length, shown)
  return (
    <ul className="divide-y divide-line border-y border-line text-sm">
      {rows.slice(0, shown).map(({ key, what, more }) => (
        <li key={key} className="flex justify-between gap-4 py-1.5">
          <span className="min-w-0 wrap-anywhere">{what}</span>
          <span className="shrink-0 text-quiet">{more}</span>
        </li>
      ))}
      {rest > 0 && <li className="py-1.5 text-quiet">and {rest.toLocaleString()} more</li>}
    </ul>
  )
}

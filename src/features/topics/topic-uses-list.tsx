import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { formatInstant, viewerZone, zoneLabel } from '../../lib/time.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { TextLink } from '../../ui/text-link.tsx'

export interface TopicUsesListProps {
  messages: readonly Message[]
  /** How many there are in all. */
  total: number
}

/** The first messages that name a topic and are to come or on their way, with their times. */
export function TopicUsesList({ messages, total }: TopicUsesListProps) {
  const rest = total - messages.length
  return (
    <ul className="divide-y divide-line border-y border-line text-sm">
      {messages.map((message) => (
        <li key={message.$id} className="grid gap-0.5 py-2">
          <span className="flex min-w-0 items-center gap-2.5">
            <ChannelIcon channel={message.providerType} className="shrink-0" />
            <span className="min-w-0 wrap-anywhere">
              <TextLink
                to="/p/$projectId/messages/$messageId"
                params={{ projectId: currentProject(), messageId: message.$id }}
              >
                {titleOf(message)}
              </TextLink>
            </span>
          </span>
          <span className="pl-6.5 text-quiet tabular-nums">{whenOf(message)}</span>
        </li>
      ))}
      {rest > 0 && <li className="py-2 text-quiet">and {rest.toLocaleString()} more</li>}
    </ul>
  )
}

/** The feature `messages` has more words for it; it stands on this one, and cannot be asked from here. */
function titleOf({ description, providerType, data }: Message): string {
  if (description) return description
  if (providerType === 'email') return data.subject || 'Without a subject'
  return (providerType === 'sms' ? data.content : data.title || data.body) || 'Without a text'
}

function whenOf({ delivery: { phase }, scheduledAt, timeZone }: Message): string {
  if (phase === 'missed') return 'missed its time'
  if (phase !== 'scheduled' || !scheduledAt) return 'going out now'
  const zone = timeZone || viewerZone()
  return `${formatInstant(scheduledAt, 'dateTime', zone)} ${zoneLabel(zone)}`
}

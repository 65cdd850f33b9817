import type { ReactNode } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { zonedTime } from '../../lib/time.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { TextLink } from '../../ui/text-link.tsx'

export interface TopicUsesListProps {
  messages: readonly Message[]
  /** How many there are in all. */
  total: number
  /** In the place of "and 3 more", which leads nowhere. */
  rest?: ReactNode
}

/** The first messages that name a topic and are to come or on their way, with their times. */
export function TopicUsesList({ messages, total, rest }: TopicUsesListProps) {
  const more = total - messages.length
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
      {more > 0 && <li className="py-2 text-quiet">{rest ?? `and ${more.toLocaleString()} more`}</li>}
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
  return zonedTime(scheduledAt, 'dateTime', timeZone)
}

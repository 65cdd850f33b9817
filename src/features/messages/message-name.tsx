import type { ReactNode } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import { messageTitle } from './message-title.ts'

export interface MessageNameProps {
  message: Message
  /** More of it, in quiet, where there is room. */
  subtitle?: ReactNode
}

/** The first cell of a message's row, which leads to it. */
export function MessageName({ message, subtitle }: MessageNameProps) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <ChannelIcon channel={message.providerType} className="shrink-0" />
      <span className="min-w-0 truncate max-sm:whitespace-normal">
        <RowLink
          to="/p/$projectId/messages/$messageId"
          params={{ projectId: currentProject(), messageId: message.$id }}
        >
          {messageTitle(message)}
        </RowLink>
        {subtitle && <span className="ml-2 text-quiet max-sm:hidden">{subtitle}</span>}
      </span>
    </span>
  )
}

import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { AnchoredPopover, type AnchoredPopoverProps } from '../../ui/popover.tsx'
import { MessageBadge } from '../messages/message-badge.tsx'
import { messageState, testShare } from '../messages/message-state.ts'
import { messageSubtitle, messageTitle } from '../messages/message-title.ts'
import { MomentElsewhere } from '../messages/moment-elsewhere.tsx'
import { NamedAudience } from '../messages/named-audience.tsx'
import { outcomeText } from '../overview/outcome-text.ts'
import type { Entry } from './calendar-entries.ts'
import { shownEntry } from './calendar-entry.tsx'

export interface MessagePopoverProps {
  entry: Entry
  zone: string
  projectZone: string
  onClose: AnchoredPopoverProps['onClose']
}

/** What it is, when, for whom, and where it stands; the rest is on its own page. */
export function MessagePopover({ entry: { message, at }, zone, projectZone, onClose }: MessagePopoverProps) {
  const subtitle = messageSubtitle(message)
  return (
    <AnchoredPopover label={messageTitle(message)} anchor={() => shownEntry(message.$id)} onClose={onClose}>
      <div className="grid gap-4">
        <div>
          <p className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <ChannelIcon channel={message.providerType} named className="text-sm text-quiet" />
            <MessageBadge message={message} />
          </p>
          <p className="line-clamp-3 text-base font-strong wrap-anywhere">{messageTitle(message)}</p>
          {subtitle && <p className="line-clamp-2 text-quiet wrap-anywhere">{subtitle}</p>}
        </div>
        <MomentElsewhere
          instant={at}
          zone={message.timeZone || zone}
          projectZone={projectZone}
          past={message.delivery.startedAt ? 'Went out' : 'Was due'}
        />
        <DescriptionList
          items={[
            { term: 'For', value: <NamedAudience message={message} /> },
            ...(message.delivery.total > 0 ? [outcomeItem(message)] : []),
          ]}
        />
        <ButtonLink
          to="/p/$projectId/messages/$messageId"
          params={{ projectId: currentProject(), messageId: message.$id }}
          variant="primary"
          className="justify-self-end"
        >
          Open
        </ButtonLink>
      </div>
    </AnchoredPopover>
  )
}

function outcomeItem(message: Message) {
  if (['preparing', 'sending', 'paused'].includes(messageState(message)))
    return { term: 'Recipients', value: message.delivery.total.toLocaleString() }
  const note = testShare(message) === 'all' && (
    <span className="block text-quiet">Test inbox: reached nobody</span>
  )
  const value = (
    <>
      {outcomeText(message)}
      {note}
    </>
  )
  return { term: 'Outcome', value }
}

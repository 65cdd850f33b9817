import { formatInstant } from '../../lib/time.ts'
import { type BadgeTone, tones } from '../../ui/badge.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { classNames } from '../../ui/class-names.ts'
import { plural } from '../messages/audience-summary.tsx'
import { MessageBadge, stateWord } from '../messages/message-badge.tsx'
import { testShare } from '../messages/message-state.ts'
import { messageSubtitle, messageTitle } from '../messages/message-title.ts'
import type { Entry } from './calendar-entries.ts'

export interface CalendarEntryProps {
  entry: Entry
  zone: string
  isOpen: boolean
  onOpen: (entry: Entry) => void
}

/** A message in a cell of the grid, in two lines. */
export function EntryChip({
  entry,
  zone,
  isOpen,
  onOpen,
  tabIndex,
}: CalendarEntryProps & { tabIndex: number }) {
  const { message, at } = entry
  const { word, tone } = stateWord(message)
  return (
    <button
      type="button"
      {...openerOf(entry, isOpen)}
      tabIndex={tabIndex}
      title={messageTitle(message)}
      onClick={() => onOpen(entry)}
      className={classNames(
        'block w-full rounded-[4px] px-1.5 py-0.5 text-left text-xs hover:outline hover:outline-current aria-expanded:outline-2 aria-expanded:outline-focus',
        tones[tone].look,
      )}
    >
      <span className="flex gap-1.5 tabular-nums">
        <span className="shrink-0 font-strong">{formatInstant(at, 'time', zone)}</span>
        <span className="truncate">{word}</span>
      </span>
      <span className="flex items-center gap-1 text-ink">
        <ChannelIcon channel={message.providerType} className="shrink-0 [&_svg]:size-3.5" />
        <span className="truncate">{messageTitle(message)}</span>
      </span>
    </button>
  )
}

/** A message in the list of a day, in one line. */
export function EntryRow({ entry, zone, isOpen, onOpen }: CalendarEntryProps) {
  const { message, at } = entry
  const { total } = message.delivery
  return (
    <button
      type="button"
      {...openerOf(entry, isOpen)}
      onClick={() => onOpen(entry)}
      className="grid min-h-10 w-full grid-cols-[56px_auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 rounded-control px-3 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2 aria-expanded:bg-accent-wash max-sm:min-h-12 sm:flex"
    >
      <span className="min-w-14 text-quiet tabular-nums">{formatInstant(at, 'time', zone)}</span>
      <ChannelIcon channel={message.providerType} className="shrink-0" />
      <span className="min-w-0 grow wrap-anywhere sm:truncate">
        <span className="font-strong">{messageTitle(message)}</span>
        <span className="ml-2 text-quiet max-sm:hidden">{messageSubtitle(message)}</span>
      </span>
      {total > 0 && (
        <span className="shrink-0 text-quiet tabular-nums max-sm:hidden">
          {testShare(message) !== 'none' && 'Test inbox, '}
          {plural(total, 'recipient', 'recipients')}
        </span>
      )}
      <span className="col-start-3 shrink-0">
        <MessageBadge message={message} />
      </span>
    </button>
  )
}

/** One message of a day where there is room for a dot only. */
export function EntryDot({ tone }: { tone: BadgeTone }) {
  return (
    <span className={`rounded-full ${tones[tone].look}`}>
      <span className="block size-1.5 rounded-full bg-current" />
    </span>
  )
}

const openerOf = ({ message }: Entry, isOpen: boolean) =>
  ({ 'data-entry': message.$id, 'aria-haspopup': 'dialog', 'aria-expanded': isOpen }) as const

/** Where a message stands on the screen: in the grid, or in the list beneath it where that is narrow. */
export function shownEntry(messageId: string): HTMLElement | null {
  const all = document.querySelectorAll<HTMLElement>(`[data-entry="${CSS.escape(messageId)}"]`)
  return [...all].find((entry) => entry.offsetParent !== null) ?? null
}

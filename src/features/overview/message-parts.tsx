// The overview's lists of messages: a few rows each, and the way to all of them.
import type { ReactNode } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { formatInstant, viewerZone, zoneLabel } from '../../lib/time.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import { Section } from '../../ui/section.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useNow } from '../../ui/use-now.ts'
import { leadText } from '../messages/lead-text.ts'
import { MessageBadge } from '../messages/message-badge.tsx'
import { MessageProgress } from '../messages/message-progress.tsx'
import type { MessageStateFilter } from '../messages/message-search.ts'
import { messageState, relevantTime, testShare } from '../messages/message-state.ts'
import { messageTitle } from '../messages/message-title.ts'
import { outcomeText, troubleText } from './outcome-text.ts'

interface MessageList {
  readonly messages: readonly Message[]
  readonly total: number
}

interface PartProps {
  list: MessageList | undefined
}

export function MovingPart({ list }: PartProps) {
  if (!list || list.total === 0) return null
  return (
    <Part title="Going out now" list={list} state={['sending']}>
      {list.messages.map((message) => (
        <Line key={message.$id} message={message}>
          <div className="mt-2">
            <MessageProgress message={message} />
          </div>
        </Line>
      ))}
    </Part>
  )
}

export function TroubledPart({ list }: PartProps) {
  if (!list || list.total === 0) return null
  return (
    <Part title="Needs a look" list={list} state={['missed', 'partly', 'failed']}>
      {list.messages.map((message) => (
        <Line key={message.$id} message={message} badge={<MessageBadge message={message} />}>
          <p className="text-quiet">
            {troubleText(message)} <When message={message} />
          </p>
        </Line>
      ))}
    </Part>
  )
}

export function EndedPart({ list }: PartProps) {
  if (!list || list.total === 0) return null
  return (
    <Part title="Last messages" list={list} all="All messages">
      {list.messages.map((message) => (
        <Line key={message.$id} message={message} badge={<MessageBadge message={message} />}>
          <p className="text-quiet tabular-nums">
            {outcomeText(message)}
            {testShare(message) === 'all' && ' Test inbox: reached nobody.'} <When message={message} />
          </p>
        </Line>
      ))}
    </Part>
  )
}

export function NextPart({ list, mayWrite }: PartProps & { mayWrite: boolean }) {
  if (!list) return null
  if (list.total === 0) {
    return (
      <Section title="Next">
        <p className="text-quiet">
          Nothing is scheduled.{' '}
          {mayWrite && (
            <TextLink to="/p/$projectId/messages/new/email" params={{ projectId: currentProject() }}>
              Write something for later
            </TextLink>
          )}
        </p>
      </Section>
    )
  }
  return (
    <Part title="Next" list={list} state={['scheduled']}>
      {list.messages.map((message) => (
        <Line key={message.$id} message={message}>
          <Due message={message} />
        </Line>
      ))}
    </Part>
  )
}

interface LineProps {
  message: Message
  badge?: ReactNode
  children: ReactNode
}

function Line({ message, badge, children }: LineProps) {
  return (
    <li className="relative -mx-3 rounded-control px-3 py-2.5 hover:bg-hover has-[.row-link:focus-visible]:outline-2 has-[.row-link:focus-visible]:-outline-offset-2 has-[.row-link:focus-visible]:outline-focus">
      <div className="flex items-start gap-2.5">
        <ChannelIcon channel={message.providerType} className="mt-0.5 shrink-0" />
        <div className="min-w-0 grow">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <p className="min-w-0 wrap-anywhere">
              <RowLink
                to="/p/$projectId/messages/$messageId"
                params={{ projectId: currentProject(), messageId: message.$id }}
                className="outline-none"
              >
                {messageTitle(message)}
              </RowLink>
            </p>
            {badge}
          </div>
          {children}
        </div>
      </div>
    </li>
  )
}

interface ListPartProps {
  title: string
  list: MessageList
  /** The words of the link to all; how many there are, where these are not. */
  all?: string | undefined
  state?: MessageStateFilter[] | undefined
  children: ReactNode
}

function Part({ title, list, all, state, children }: ListPartProps) {
  const isCut = list.total > list.messages.length
  return (
    <Section
      title={title}
      action={
        (all || isCut) && (
          <TextLink
            to="/p/$projectId/messages"
            params={{ projectId: currentProject() }}
            search={state ? { state } : {}}
            className="min-h-6 text-sm"
          >
            {all ?? `All ${list.total.toLocaleString()}`}
            {!all && <span className="sr-only"> of “{title}”</span>}
          </TextLink>
        )
      }
    >
      <ul className="-mt-2.5">{children}</ul>
    </Section>
  )
}

function When({ message }: { message: Message }) {
  const { at, what } = relevantTime(message)
  return (
    <span className="whitespace-nowrap">
      {what} <RelativeTime at={at} />
    </span>
  )
}

/** When, in which zone, and in how long. */
function Due({ message }: { message: Message }) {
  const now = useNow()
  const { scheduledAt, timeZone } = message
  if (messageState(message) === 'undoable') return <MessageBadge message={message} />
  if (scheduledAt === null) return null
  const zone = timeZone || viewerZone()
  const left = Date.parse(scheduledAt) - now
  const isNear = left < 300 * 86_400_000
  return (
    <p className="text-quiet tabular-nums">
      <span className="block">
        {isNear
          ? `${formatInstant(scheduledAt, 'day', zone)}, ${formatInstant(scheduledAt, 'time', zone)}`
          : formatInstant(scheduledAt, 'dateTime', zone)}{' '}
        {zoneLabel(zone)}
      </span>
      {left > 0 ? `Goes out ${leadText(left)}` : 'Due now'}
    </p>
  )
}

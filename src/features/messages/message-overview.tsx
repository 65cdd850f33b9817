import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { formatInstant, viewerZone, zonedTime, zoneLabel } from '../../lib/time.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { isTestProvider } from '../providers/provider-queries.ts'
import { AudienceList } from './audience-list.tsx'
import { AudienceSummary } from './audience-summary.tsx'
import { MessageContent } from './message-content.tsx'
import { MessageCounts } from './message-counts.tsx'
import { MessageProgress } from './message-progress.tsx'
import { messageQueries } from './message-queries.ts'
import { isEditable, isWrittenHere, messageState } from './message-state.ts'
import { missingContent } from './missing-content.ts'
import { NamedAudience } from './named-audience.tsx'
import { savedAudience } from './use-audience.ts'
import { useProviders } from './use-providers.ts'

export interface MessageOverviewProps {
  message: Message
  /** What the ledger has to say of it. */
  children?: ReactNode
}

export function MessageOverview({ message, children }: MessageOverviewProps) {
  // What came of it is asked first, as soon as anything has.
  const isStarted = message.delivery.startedAt !== null
  return (
    <div className="grid grid-cols-1 gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <div className="mb-8 grid grid-cols-1 gap-6 empty:hidden">
          <StateNotice message={message} />
          <MessageProgress message={message} />
          <MessageCounts message={message} />
        </div>
        <div>
          {isStarted && children}
          <Section title="Details">
            <Details message={message} />
          </Section>
          {!isStarted && children}
        </div>
      </div>
      <div className="min-w-0">
        <Section title="Content">
          <MessageContent message={message} />
        </Section>
      </div>
    </div>
  )
}

/** What the badge's word does not say. */
function StateNotice({ message }: { message: Message }) {
  const { counts, total } = message.delivery
  const [firstError] = message.deliveryErrors
  switch (messageState(message)) {
    case 'missed':
      return (
        <Notice tone="warning" title="Its time passed while nothing was running">
          It was not sent. Send it now, or choose another time.
        </Notice>
      )
    case 'nobody':
      return (
        <Notice tone="warning" title="Nobody to send to">
          {total === 0
            ? 'When its time came, the audience held no address.'
            : `All ${total.toLocaleString()} were skipped: expired, or suppressed after earlier failures.`}
        </Notice>
      )
    case 'cancelled':
      return (
        <Notice tone="info" title="The rest was cancelled">
          {firstError}
        </Notice>
      )
    case 'failed':
    case 'partly':
      return (
        counts.failed > 0 && (
          <Notice
            tone="error"
            title={`${counts.failed.toLocaleString()} of ${total.toLocaleString()} failed`}
            action={<ToFailed message={message} />}
          />
        )
      )
    case 'draft':
      return (
        !isWrittenHere(message) && (
          <Notice tone="info" title={`${notWritten[message.providerType]} not written in the console yet`}>
            Its text and recipients are changed through the API. Sending, scheduling and deleting it work
            here.
          </Notice>
        )
      )
    case 'undoable':
    case 'scheduled':
    case 'preparing':
    case 'sending':
    case 'paused':
    case 'sent':
      return null
  }
}

const notWritten = { email: 'E-mails are', sms: 'SMS are', push: 'Push notifications are' } as const

function ToFailed({ message: { $id } }: { message: Message }) {
  return (
    <TextLink
      to="/p/$projectId/messages/$messageId/deliveries"
      params={{ projectId: currentProject(), messageId: $id }}
      search={{ status: ['failed'] }}
    >
      See who
    </TextLink>
  )
}

function Details({ message }: { message: Message }) {
  const { scheduledAt, timeZone, delivery, description, $createdAt, $updatedAt } = message
  const state = messageState(message)
  const isDraft = isEditable(message)
  // Each "Send" schedules for some seconds later: that is nobody's plan, and has no zone.
  const isPlanned = scheduledAt !== null && (timeZone !== '' || state === 'scheduled' || state === 'missed')
  const items: { term: string; value: ReactNode }[] = [
    ...(message.providerType === 'email' && description
      ? [{ term: 'Subject', value: message.data.subject || <Missing>Not written yet</Missing> }]
      : []),
    { term: 'For', value: <NamedAudience message={message} /> },
    ...(isDraft || state === 'scheduled'
      ? [{ term: 'Would reach', value: <Expected message={message} /> }]
      : []),
    { term: 'Provider', value: <ProviderName message={message} /> },
    ...(isPlanned ? [{ term: 'Scheduled for', value: <Scheduled at={scheduledAt} zone={timeZone} /> }] : []),
    ...(delivery.startedAt ? [{ term: 'Started', value: <Moment at={delivery.startedAt} /> }] : []),
    ...(delivery.finishedAt ? [{ term: 'Ended', value: <Moment at={delivery.finishedAt} /> }] : []),
    { term: 'Created', value: <Moment at={$createdAt} /> },
    ...(isDraft ? [{ term: 'Edited', value: <Moment at={$updatedAt} /> }] : []),
  ]
  return <DescriptionList items={items} />
}

const Missing = ({ children }: { children: ReactNode }) => <span className="text-quiet">{children}</span>

function Moment({ at }: { at: string }) {
  return (
    <>
      {formatInstant(at, 'exact')} <span className="text-quiet">{zoneLabel(viewerZone())}, </span>
      <RelativeTime at={at} className="text-quiet" />
    </>
  )
}

function Scheduled({ at, zone }: { at: string; zone: string }) {
  const shown = zone || viewerZone()
  return (
    <>
      {formatInstant(at, 'dateTime', shown)} <span className="text-quiet">{zoneLabel(shown)}, </span>
      <RelativeTime at={at} className="text-quiet" />
      {shown !== viewerZone() && <span className="block text-quiet">{zonedTime(at, 'dateTime')}</span>}
    </>
  )
}

function Expected({ message }: { message: Message }) {
  const { topics, users, targets } = message
  const hasAudience = topics.length + users.length + targets.length > 0
  const { data: audience } = useQuery({
    ...messageQueries.audience(savedAudience(message)),
    enabled: hasAudience,
  })
  const missing = missingContent(message)
  return (
    <>
      {!hasAudience ? <Missing>–</Missing> : audience ? <AudienceSummary audience={audience} /> : '…'}
      {audience && audience.recipients > 0 && <AudienceList wish={savedAudience(message)} />}
      {missing.length > 0 && (
        <p className="text-quiet">Before it can be sent it needs a {missing.join(' and ')}.</p>
      )}
    </>
  )
}

/** Through what it goes or went; "sent" means no more than that this has taken it. */
function ProviderName({ message }: { message: Message }) {
  const { sent } = message.delivery.counts
  const { all, fallback } = useProviders(message.providerType)
  const first = useQuery({ ...messageQueries.firstSent(message.$id), enabled: sent > 0 })
  const usedId = first.data?.deliveries[0]?.providerId ?? message.providerId
  const provider = all?.find(({ $id }) => $id === usedId)
  if (!usedId) return fallback ? `${fallback.name}, the default` : 'The default one'
  const name = provider?.name ?? usedId
  if (sent === 0) return name
  const isTest = provider !== undefined && isTestProvider(provider)
  return (
    <>
      {name}
      <span className="block text-quiet">
        {isTest
          ? 'Test inbox: reached nobody'
          : `“Sent” means accepted by ${name}. Whether it is read, or bounces later, is not known here.`}
      </span>
    </>
  )
}

import type { ReactNode } from 'react'
import type { ChannelType } from '../../../contract/resource.ts'
import type { Target } from '../../../contract/targets.ts'
import type { User } from '../../../contract/users.ts'
import { currentProject } from '../../lib/project.ts'
import { Badge } from '../../ui/badge.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { targetWords } from './target-words.ts'
import { usePerson } from './use-person.ts'

export interface PersonOverviewProps {
  userId: string
  /** What other features know of the person. */
  children?: ReactNode
}

export function PersonOverview({ userId, children }: PersonOverviewProps) {
  const user = usePerson(userId)
  return (
    <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div>
        <Section title="How messages reach them">
          <Reach user={user} />
        </Section>
        {!user.status && (
          <p className="mt-3 text-sm text-quiet">
            They are blocked: they cannot sign in, nor use a session. Messages still reach them.
          </p>
        )}
      </div>
      <div>
        <Section title="About them">
          <DescriptionList items={factsOf(user)} />
        </Section>
      </div>
      {children}
    </div>
  )
}

const channels = ['email', 'sms', 'push'] as const

const nothing: Record<ChannelType, string> = {
  email: 'No address: e-mails do not reach them.',
  sms: 'No number: SMS do not reach them.',
  push: 'No device: push notifications do not reach them.',
}

const shownOf = 3

function Reach({ user }: { user: User }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {channels.map((channel) => (
        <li key={channel} className="flex gap-3 py-2.5">
          <ChannelIcon channel={channel} className="mt-0.5 self-start" />
          <Reached
            userId={user.$id}
            channel={channel}
            targets={user.targets.filter(({ providerType }) => providerType === channel)}
          />
        </li>
      ))}
    </ul>
  )
}

interface ReachedProps {
  userId: string
  channel: ChannelType
  targets: readonly Target[]
}

function Reached({ userId, channel, targets }: ReachedProps) {
  if (targets.length === 0) return <p className="text-quiet">{nothing[channel]}</p>
  const others = targets.length - shownOf
  return (
    <ul className="grid min-w-0 gap-1">
      {targets.slice(0, shownOf).map(({ $id, identifier, name, expired }) => (
        <li key={$id} className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 wrap-anywhere">
            {channel === 'push' ? name || identifier : identifier}
          </span>
          {channel !== 'push' && name && <span className="text-quiet">{name}</span>}
          {expired && <Badge tone="skipped">Expired</Badge>}
        </li>
      ))}
      {others > 0 && (
        <li>
          <TextLink
            to="/p/$projectId/people/$userId/targets"
            params={{ projectId: currentProject(), userId }}
          >
            {others.toLocaleString()} more {targetWords[channel][others === 1 ? 0 : 1]}
          </TextLink>
        </li>
      )}
    </ul>
  )
}

function factsOf(user: User) {
  return [
    { term: 'Name', value: user.name },
    { term: 'E-mail address', value: <Own text={user.email} verified={user.emailVerification} /> },
    { term: 'Number', value: <Own text={user.phone} verified={user.phoneVerification} /> },
    { term: 'Added', value: <RelativeTime at={user.registration} /> },
    {
      term: 'Last seen',
      value: user.accessedAt ? <RelativeTime at={user.accessedAt} /> : 'Not in your own apps yet',
    },
    ...(user.labels.length > 0 ? [{ term: 'Labels', value: user.labels.join(', ') }] : []),
  ]
}

function Own({ text, verified }: { text: string; verified: boolean }) {
  if (!text) return <span className="text-quiet">–</span>
  return (
    <>
      {text}
      {verified && <span className="ml-2 text-quiet">verified</span>}
    </>
  )
}

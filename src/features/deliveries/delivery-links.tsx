// From a delivery to all that it is about, as far as that is still there.
import { useQuery } from '@tanstack/react-query'
import ArrowRight from 'lucide-react/icons/arrow-right'
import type { DeliveryDetail } from '../../../contract/deliveries.ts'
import { currentProject } from '../../lib/project.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { messageQueries } from '../messages/message-queries.ts'
import { messageTitle } from '../messages/message-title.ts'
import { peopleQueries } from '../people/people-queries.ts'
import { personName } from '../people/person-name.ts'
import { providerQueries } from '../providers/provider-queries.ts'

interface LinkProps {
  delivery: DeliveryDetail
}

export function MessageLink({ delivery: { messageId } }: LinkProps) {
  const { data } = useQuery(messageQueries.get(messageId))
  return (
    <TextLink
      to="/p/$projectId/messages/$messageId"
      params={{ projectId: currentProject(), messageId }}
      className="wrap-anywhere"
    >
      {data ? messageTitle(data) : messageId}
    </TextLink>
  )
}

export function PersonLink({ delivery: { userId, reason } }: LinkProps) {
  const { data } = useQuery({ ...peopleQueries.get(userId ?? ''), enabled: userId !== null })
  if (!userId) {
    return <span className="text-quiet">{reason === 'personDeleted' ? 'Deleted since' : 'Nobody known'}</span>
  }
  return (
    <TextLink to="/p/$projectId/people/$userId" params={{ projectId: currentProject(), userId }}>
      {data ? personName(data) : userId}
    </TextLink>
  )
}

/** The address, number or device among the person's own. */
export function TargetLink({ delivery: { userId, targetId, identifier, providerType } }: LinkProps) {
  const { data } = useQuery({ ...peopleQueries.get(userId ?? ''), enabled: userId !== null })
  const target = data?.targets.find(({ $id }) => $id === targetId)
  const isDevice = providerType === 'push'
  if (!userId || !target) {
    const words = isDevice ? 'Removed since' : identifier
    return data ? <span className="text-quiet">{words}</span> : words
  }
  return (
    <TextLink
      to="/p/$projectId/people/$userId/targets"
      params={{ projectId: currentProject(), userId }}
      className="wrap-anywhere"
    >
      {isDevice ? target.name || 'Without a name' : identifier}
    </TextLink>
  )
}

export function ProviderLink({ delivery: { providerId } }: LinkProps) {
  const { data } = useQuery(providerQueries.everyOne())
  if (!providerId) return <span className="text-quiet">No provider</span>
  const provider = data?.providers.find(({ $id }) => $id === providerId)
  return (
    <TextLink to="/p/$projectId/providers/$providerId" params={{ projectId: currentProject(), providerId }}>
      {provider?.name ?? providerId}
    </TextLink>
  )
}

export function TestInboxLink({ itemId }: { itemId: string }) {
  return (
    <TextLink to="/p/$projectId/inbox/$itemId" params={{ projectId: currentProject(), itemId }}>
      Look at what arrived
    </TextLink>
  )
}

/** From one row to those like it, across messages. */
export function MoreLikeIt({ delivery: { identifier, providerType, error, reason } }: LinkProps) {
  const toWhat = { email: 'this address', sms: 'this number', push: 'this device' }[providerType]
  const wishes = [
    // A deleted person's identifier tells nothing, and is nobody's any more.
    ...(reason === 'personDeleted' ? [] : [{ words: `Everything to ${toWhat}`, search: { q: identifier } }]),
    ...(error ? [{ words: 'All with this error', search: { code: [error.code] } }] : []),
  ]
  if (wishes.length === 0) return null
  return (
    <ul className="grid justify-items-start gap-2 text-sm">
      {wishes.map(({ words, search }) => (
        <li key={words}>
          <TextLink to="/p/$projectId/deliveries" params={{ projectId: currentProject() }} search={search}>
            {words}
            <ArrowRight aria-hidden="true" className="ml-1 inline size-3.5 align-[-2px]" />
          </TextLink>
        </li>
      ))}
    </ul>
  )
}

// By what a message reaches a person: named directly, by a target of its channel, or by a topic that such a target is in.
import type { Message } from '../../../contract/messages.ts'
import { queries } from '../../../contract/queries.ts'
import { type ChannelType, channelTypes } from '../../../contract/resource.ts'
import type { Subscriber } from '../../../contract/subscribers.ts'
import type { User } from '../../../contract/users.ts'
import { chunksOf } from '../../lib/by-ids.ts'

/** All that a message can name to reach the person by one channel. */
export interface Ways {
  readonly userId: string
  readonly targetIds: readonly string[]
  readonly topicIds: readonly string[]
}

export type WaysByChannel = Partial<Record<ChannelType, Ways>>

/** Channels without a living target lead nowhere. */
export function waysTo(user: User, subscriptions: readonly Subscriber[]): WaysByChannel {
  const living = new Set(user.targets.filter(({ expired }) => !expired).map(({ $id }) => $id))
  const ways = channelTypes.flatMap((channel): [ChannelType, Ways][] => {
    const targetIds = user.targets
      .filter(({ $id, providerType }) => providerType === channel && living.has($id))
      .map(({ $id }) => $id)
    if (targetIds.length === 0) return []
    const topicIds = subscriptions
      .filter(({ providerType, targetId }) => providerType === channel && living.has(targetId))
      .map(({ topicId }) => topicId)
    return [[channel, { userId: user.$id, targetIds, topicIds: [...new Set(topicIds)] }]]
  })
  return Object.fromEntries(ways)
}

/** A condition has at most 4,096 characters; an id with its quotes and comma has at most 39. */
const idsAtOnce = 90

/** One condition for each channel and for as many topics as it can hold: a message meets one of them. */
export function conditionsFor(ways: WaysByChannel): string[] {
  return Object.entries(ways).flatMap(([channel, { userId, targetIds, topicIds }]) => {
    const named = [
      queries.contains('users', userId),
      ...chunksOf(targetIds, idsAtOnce).map((ids) => queries.contains('targets', ids)),
      ...chunksOf(topicIds, idsAtOnce).map((ids) => queries.contains('topics', ids)),
    ]
    return named.map((condition) => queries.and([queries.equal('providerType', channel), condition]))
  })
}

/** What of a message leads to the person. */
export function waysOf(message: Message, ways: WaysByChannel): { isNamed: boolean; topicIds: string[] } {
  const own = ways[message.providerType]
  if (!own) return { isNamed: false, topicIds: [] }
  const isNamed =
    message.users.includes(own.userId) || message.targets.some((id) => own.targetIds.includes(id))
  return { isNamed, topicIds: message.topics.filter((id) => own.topicIds.includes(id)) }
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type Message, messages } from '../../../contract/messages.ts'
import { queries } from '../../../contract/queries.ts'
import { subscribers } from '../../../contract/subscribers.ts'
import type { User } from '../../../contract/users.ts'
import { call } from '../../lib/client.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { conditionsFor, type WaysByChannel, waysTo } from './ways-to-person.ts'

/** So many subscriptions are looked at; who is in more topics hears that. */
const lookedAt = 1000
/** So many messages are shown, the next first. */
const shown = 100

export interface Upcoming {
  messages: Message[]
  ways: WaysByChannel
  /** Not all of the person's topics were looked at. */
  isPart: boolean
  /** There are more messages than these. */
  hasMore: boolean
}

export const upcomingQueries = {
  /** The scheduled messages that would reach a person, the next first. */
  ofPerson: (user: User) =>
    queryOptions({
      queryKey: [
        'messages',
        'upcoming',
        'ofPerson',
        user.$id,
        user.$updatedAt,
        user.targets.map(({ $id }) => $id),
      ],
      queryFn: async ({ signal }): Promise<Upcoming> => {
        const { total, subscribers: found } = await call(subscribers.listEverywhere, {
          query: { queries: [queries.equal('userId', user.$id), queries.limit(lookedAt)] },
          signal,
        })
        const ways = waysTo(user, found)
        const messages = await scheduledBy(conditionsFor(ways), signal)
        return {
          messages: messages.slice(0, shown),
          ways,
          isPart: total > found.length,
          hasMore: messages.length > shown,
        }
      },
      placeholderData: keepPreviousData,
      refetchInterval: pollInterval(false),
    }),
}

/** Asked one by one, since all of them do not fit into one condition; a message that meets several is one message. */
async function scheduledBy(conditions: readonly string[], signal: AbortSignal): Promise<Message[]> {
  const pages = await Promise.all(
    conditions.map((condition) =>
      call(messages.list, {
        query: {
          queries: [
            queries.equal('phase', 'scheduled'),
            condition,
            queries.orderAsc('scheduledAt'),
            queries.limit(shown + 1),
          ],
          total: false,
        },
        signal,
      }),
    ),
  )
  const byId = new Map(pages.flatMap((page) => page.messages).map((message) => [message.$id, message]))
  return [...byId.values()].sort((one, other) =>
    (one.scheduledAt ?? '').localeCompare(other.scheduledAt ?? ''),
  )
}

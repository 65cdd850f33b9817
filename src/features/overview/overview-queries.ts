// What the overview asks. Each part is a small page of a list, with the total behind it.
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { messages } from '../../../contract/messages.ts'
import { queries } from '../../../contract/queries.ts'
import { stats } from '../../../contract/stats.ts'
import { topics } from '../../../contract/topics.ts'
import { users } from '../../../contract/users.ts'
import { call } from '../../lib/client.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { messageQueries } from '../messages/message-queries.ts'
import { isMoving } from '../messages/message-state.ts'

/** Rows of each part; the whole list is a link away. */
const shown = 5

/** Days that the chart looks back, and for how long what failed is held up to be looked at. */
export const daysBack = 14
const dayMs = 86_400_000

/** Among the messages' keys, so that whatever changes a message has the overview looked at again. */
const list = (part: string, wanted: () => string[]) =>
  queryOptions({
    queryKey: [...messageQueries.all(), 'overview', part],
    queryFn: ({ signal }) =>
      call(messages.list, { query: { queries: [...wanted(), queries.limit(shown)] }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollInterval(state.data?.messages.some((one) => isMoving(one)) ?? false),
  })

export const overviewQueries = {
  /** On their way out. */
  moving: () =>
    list('moving', () => [
      queries.equal('phase', ['preparing', 'sending', 'paused']),
      queries.orderDesc('startedAt'),
    ]),
  next: () => list('next', () => [queries.equal('phase', 'scheduled'), queries.orderAsc('scheduledAt')]),
  /** Missed and doubtful ones until somebody decides; failures while they are recent. */
  troubled: () =>
    list('troubled', () => [
      queries.or([
        queries.equal('phase', 'missed'),
        queries.greaterThan('inDoubtTotal', 0),
        queries.and([
          queries.greaterThan('failedTotal', 0),
          queries.greaterThan('startedAt', new Date(Date.now() - daysBack * dayMs).toISOString()),
        ]),
      ]),
      queries.orderDesc('$createdAt'),
    ]),
  ended: () =>
    list('ended', () => [queries.equal('phase', ['done', 'cancelled']), queries.orderDesc('startedAt')]),
  outcomes: () =>
    queryOptions({
      queryKey: [...messageQueries.all(), 'overview', 'outcomes'],
      queryFn: ({ signal }) =>
        call(stats.get, {
          query: { from: new Date(Date.now() - (daysBack - 1) * dayMs).toISOString() },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: 60_000,
    }),
  /** How many people, topics and messages there are at all: what a new project still lacks. */
  firstSteps: () =>
    queryOptions({
      queryKey: [...messageQueries.all(), 'overview', 'firstSteps'],
      queryFn: async ({ signal }) => {
        const one = { query: { queries: [queries.limit(1)] }, signal }
        const [people, allTopics, written] = await Promise.all([
          call(users.list, one),
          call(topics.list, one),
          call(messages.list, one),
        ])
        return { people: people.total, topics: allTopics.total, messages: written.total }
      },
    }),
}

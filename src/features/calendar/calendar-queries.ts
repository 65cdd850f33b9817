import { queryOptions } from '@tanstack/react-query'
import { type Message, messages } from '../../../contract/messages.ts'
import { queries } from '../../../contract/queries.ts'
import { call } from '../../lib/client.ts'
import { dayRangeQueries } from '../../lib/day-range.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { messageQueries } from '../messages/message-queries.ts'
import { filterQueries, type MessageFilter } from '../messages/message-search.ts'
import type { DaySpan } from './calendar-days.ts'

const pageSize = 250
/** Of those that went out, and again of those that are to. Beyond, the screen says how many are missing. */
const mostPages = 4

export interface MessagesOfDays {
  readonly messages: readonly Message[]
  /** How many more there are, the last of their days, which were not fetched. */
  readonly missing: number
}

export const calendarQueries = {
  /** All that went out on these days or is to, as the days begin and end in `zone`. */
  days: (span: DaySpan, zone: string, { channel, state }: MessageFilter) =>
    queryOptions({
      // Among the messages' keys, so that whatever changes a message has the calendar looked at again.
      queryKey: [...messageQueries.all(), 'calendar', span, zone, channel, state],
      queryFn: async ({ signal }): Promise<MessagesOfDays> => {
        const fitting = filterQueries({ channel, state })
        const [started, due] = await Promise.all([
          inTime('startedAt', [...(await dayRangeQueries('startedAt', span, zone)), ...fitting], signal),
          inTime(
            'scheduledAt',
            [
              // Drafts keep the time they once had, and what was sent at once may name a later one.
              queries.equal('phase', ['scheduled', 'missed']),
              ...(await dayRangeQueries('scheduledAt', span, zone)),
              ...fitting,
            ],
            signal,
          ),
        ])
        // One that starts between the two answers is in both.
        const byId = new Map([...due.messages, ...started.messages].map((message) => [message.$id, message]))
        return { messages: [...byId.values()], missing: started.missing + due.missing }
      },
      refetchInterval: pollInterval(false),
    }),
}

/** Page by page, the first first. */
async function inTime(
  attribute: 'startedAt' | 'scheduledAt',
  conditions: readonly string[],
  signal: AbortSignal,
): Promise<{ messages: Message[]; missing: number }> {
  const found: Message[] = []
  let total = 0
  for (let page = 0; page < mostPages; page++) {
    const last = found.at(-1)
    const reply = await call(messages.list, {
      query: {
        queries: [
          ...conditions,
          queries.orderAsc(attribute),
          queries.limit(pageSize),
          ...(last ? [queries.cursorAfter(last.$id)] : []),
        ],
        total: !last,
      },
      signal,
    })
    if (!last) total = reply.total
    found.push(...reply.messages)
    if (reply.messages.length < pageSize) return { messages: found, missing: 0 }
  }
  return { messages: found, missing: total - found.length }
}

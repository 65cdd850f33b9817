// The messages list as the URL holds it, and as the API is asked.
import * as z from 'zod'
import { queries } from '../../../contract/queries.ts'
import { channelTypes } from '../../../contract/resource.ts'
import { anyOf } from '../../lib/list-queries.ts'
import { pageQueries, pageSearch, searchText } from '../../lib/paging.ts'

export const messageStateFilters = [
  'draft',
  'scheduled',
  'missed',
  'sending',
  'sent',
  'partly',
  'failed',
  'cancelled',
] as const
export type MessageStateFilter = (typeof messageStateFilters)[number]

export const messageSearch = z.object({
  q: searchText,
  channel: z.array(z.enum(channelTypes)).min(1).optional().catch(undefined),
  state: z.array(z.enum(messageStateFilters)).min(1).optional().catch(undefined),
  ...pageSearch,
  /** The message that is about to be deleted. */
  remove: searchText,
})
export type MessageSearch = z.output<typeof messageSearch>

/** On each page of one message: which dialog is open. */
export const messagePageSearch = z.object({
  dialog: z
    .enum(['sendNow', 'cancel', 'retryFailed', 'retryInDoubt', 'retryCancelled', 'delete'])
    .optional()
    .catch(undefined),
})
export type MessagePageSearch = z.output<typeof messagePageSearch>

export type MessageFilter = Pick<MessageSearch, 'channel' | 'state'>

export function messageListQuery({ q = '', channel, state, ...page }: MessageSearch) {
  return {
    search: q,
    queries: [...filterQueries({ channel, state }), queries.orderDesc('$createdAt'), ...pageQueries(page)],
  }
}

/** Those of any of these channels, in any of these states. */
export function filterQueries({ channel, state = [] }: MessageFilter): string[] {
  return [
    ...(channel ? [queries.equal('providerType', channel)] : []),
    ...anyOf(state.map((one) => conditions[one])),
  ]
}

const failed = (more: string) =>
  queries.and([queries.equal('phase', 'done'), queries.equal('status', 'failed'), more])

const conditions: Record<MessageStateFilter, string> = {
  draft: queries.equal('phase', 'draft'),
  scheduled: queries.equal('phase', 'scheduled'),
  missed: queries.equal('phase', 'missed'),
  sending: queries.equal('phase', ['preparing', 'sending', 'paused']),
  sent: queries.equal('status', 'sent'),
  partly: failed(queries.greaterThan('deliveredTotal', 0)),
  failed: failed(queries.equal('deliveredTotal', 0)),
  cancelled: queries.equal('phase', 'cancelled'),
}

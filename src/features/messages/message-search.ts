// The messages list as the URL holds it, and as the API is asked.
import * as z from 'zod'
import { queries } from '../../../contract/queries.ts'
import { type Page, pageQueries, pageSearch, searchText } from '../../lib/paging.ts'

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
  state: z.array(z.enum(messageStateFilters)).min(1).optional().catch(undefined),
  ...pageSearch,
})
export type MessageSearch = z.output<typeof messageSearch>

export function messageListQuery({ q = '', state = [], ...page }: MessageSearch) {
  return {
    search: q,
    queries: [...stateQueries(state), queries.orderDesc('$createdAt'), ...pageQueries(page)],
  }
}

/** Those in any of these states; all, where none is named. */
export function stateQueries(state: readonly MessageStateFilter[]): string[] {
  const [first, ...others] = state.map((one) => conditions[one])
  if (!first) return []
  return [others.length === 0 ? first : queries.or([first, ...others])]
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

export const isFirstPage = ({ after, before }: Page) => after === undefined && before === undefined

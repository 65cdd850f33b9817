import {
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query'
import { deliveries } from '../../../contract/deliveries.ts'
import type { Sendable } from '../../../contract/endpoint.ts'
import { type Message, messages } from '../../../contract/messages.ts'
import { queries } from '../../../contract/queries.ts'
import { askByIds } from '../../lib/by-ids.ts'
import { call } from '../../lib/client.ts'
import { type Page, pageQueries } from '../../lib/paging.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { type MessageSearch, messageListQuery } from './message-search.ts'
import { isMoving } from './message-state.ts'

type Body<Name extends keyof typeof messages> = Sendable<(typeof messages)[Name]>['body']

export type AudienceWish = Body<'audience'>

/** Recipients of an audience that are shown at once. */
const listedAtOnce = 50

/** As many failed rows as are looked through to say how many a retry would take. */
const lookedThrough = 200

/** In a picker. */
const suggested = 20
/** A large audience is counted for two seconds at a time; in between others have their turn. */
const countAgainMs = 250

export const messageQueries = {
  all: () => ['messages'] as const,
  lists: () => [...messageQueries.all(), 'list'] as const,
  list: (search: MessageSearch) =>
    queryOptions({
      queryKey: [...messageQueries.lists(), search],
      queryFn: ({ signal }) => call(messages.list, { query: messageListQuery(search), signal }),
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) =>
        pollInterval(state.data?.messages.some((one) => isMoving(one)) ?? false),
    }),
  /** What is scheduled and fits, the next first. */
  upcoming: (conditions: readonly string[], page: Page) =>
    queryOptions({
      queryKey: [...messageQueries.lists(), 'upcoming', conditions, page],
      queryFn: ({ signal }) =>
        call(messages.list, {
          query: {
            queries: [
              queries.equal('phase', 'scheduled'),
              ...conditions,
              queries.orderAsc('scheduledAt'),
              ...pageQueries(page),
            ],
          },
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: pollInterval(false),
    }),
  /** The newest that match, for pickers. */
  suggestions: (search: string) =>
    queryOptions({
      queryKey: [...messageQueries.lists(), 'suggestions', search],
      queryFn: ({ signal }) =>
        call(messages.list, {
          query: { search, queries: [queries.orderDesc('$createdAt'), queries.limit(suggested)] },
          signal,
        }),
    }),
  /** Those with these ids, as far as they are still there. */
  byIds: (ids: readonly string[]) =>
    queryOptions({
      queryKey: [...messageQueries.lists(), 'byIds', ids],
      queryFn: async ({ signal }) => {
        const pages = await askByIds(ids, (query) => call(messages.list, { query, signal }))
        return { messages: pages.flatMap((page) => page.messages) }
      },
      enabled: ids.length > 0,
    }),
  one: (messageId: string) => [...messageQueries.all(), 'one', messageId] as const,
  get: (messageId: string) =>
    queryOptions({
      queryKey: [...messageQueries.one(messageId), 'itself'],
      queryFn: ({ signal }) => call(messages.get, { params: { messageId }, signal }),
      refetchInterval: ({ state }) => pollInterval(state.data !== undefined && isMoving(state.data)),
    }),
  /** What failed, as far as it is worth looking through, to tell what a retry can mend. */
  failedRows: (messageId: string) =>
    queryOptions({
      queryKey: [...messageQueries.one(messageId), 'failedRows'],
      queryFn: ({ signal }) =>
        call(deliveries.listOfMessage, {
          params: { messageId },
          query: { queries: [queries.equal('status', 'failed'), queries.limit(lookedThrough)] },
          signal,
        }),
    }),
  /** One that was sent: it tells through what. */
  firstSent: (messageId: string) =>
    queryOptions({
      queryKey: [...messageQueries.one(messageId), 'firstSent'],
      queryFn: ({ signal }) =>
        call(deliveries.listOfMessage, {
          params: { messageId },
          query: { queries: [queries.equal('status', 'sent'), queries.limit(1)], total: false },
          signal,
        }),
    }),
  /** The list behind the count, page by page. */
  audienceRecipients: (wish: AudienceWish) =>
    infiniteQueryOptions({
      queryKey: [...messageQueries.all(), 'audienceRecipients', wish],
      queryFn: ({ signal, pageParam }) =>
        call(messages.audienceRecipients, {
          body: { ...wish, limit: listedAtOnce, ...(pageParam && { cursor: pageParam }) },
          signal,
        }),
      initialPageParam: '',
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  audience: (wish: AudienceWish) =>
    queryOptions({
      queryKey: [...messageQueries.all(), 'audience', wish],
      queryFn: ({ signal }) => call(messages.audience, { body: wish, signal }),
      // The same question goes on from where its last answer ended.
      refetchInterval: ({ state }) => (state.data?.exact === false ? countAgainMs : false),
    }),
}

type EmailChange = Body<'updateEmail'>

/** What messages of every type have in common to be changed: when it goes, by whom, what it is called here. */
type PlanChange = Pick<EmailChange, 'draft' | 'scheduledAt' | 'timeZone' | 'description' | 'providerId'>

/** Each type has a path of its own. */
function changePlan(
  { $id: messageId, providerType }: Message,
  body: PlanChange,
  ifMatch?: string,
): Promise<Message> {
  const change = { params: { messageId }, body, ifMatch }
  switch (providerType) {
    case 'email':
      return call(messages.updateEmail, change)
    case 'sms':
      return call(messages.updateSms, change)
    case 'push':
      return call(messages.updatePush, change)
  }
}

/** What is sent, and when: after the undo window, or at a chosen time in a named zone. */
export interface SendWish {
  message: Message
  undoSeconds: number
  at?: { instant: string; zone: string } | undefined
}

export const messageMutations = {
  createEmail: () =>
    mutationOptions({
      mutationFn: (body: Body<'createEmail'>) => call(messages.createEmail, { body }),
    }),
  /** `ifMatch`: the `$updatedAt` that the change is based on. */
  updateEmail: () =>
    mutationOptions({
      mutationFn: ({
        messageId,
        change,
        ifMatch,
      }: {
        messageId: string
        change: EmailChange
        ifMatch?: string | undefined
      }) => call(messages.updateEmail, { params: { messageId }, body: change, ifMatch }),
    }),
  /** Just as it was reviewed: whoever changed it meanwhile is not overruled. */
  send: () =>
    mutationOptions({
      mutationFn: async ({ message, undoSeconds, at }: SendWish) => {
        const params = { messageId: message.$id }
        // A missed one keeps the zone of its former time, which would make the undo window look like a schedule.
        const isZoned = !at && message.timeZone !== ''
        const { $updatedAt: ifMatch } = isZoned
          ? await changePlan(message, { draft: true, timeZone: '' }, message.$updatedAt)
          : message
        // By this clock, and before the answer: a countdown from here may end a little early, never late.
        const askedAt = Date.now()
        const sent = at
          ? await changePlan(message, { scheduledAt: at.instant, timeZone: at.zone }, ifMatch)
          : await call(messages.send, { params, body: { inSeconds: undoSeconds }, ifMatch })
        return { sent, askedAt }
      },
    }),
  /** Out of the undo window or the schedule: back to a draft, or off at once. */
  leaveSchedule: (to: 'draft' | 'sending') =>
    mutationOptions({
      mutationFn: (message: Message) => changePlan(message, { draft: to === 'draft' }),
    }),
  cancel: () =>
    mutationOptions({
      mutationFn: (messageId: string) => call(messages.cancel, { params: { messageId }, body: {} }),
    }),
  retry: () =>
    mutationOptions({
      mutationFn: ({ messageId, wish }: { messageId: string; wish: Body<'retry'> }) =>
        call(messages.retry, { params: { messageId }, body: wish }),
    }),
  delete: () =>
    mutationOptions({ mutationFn: (messageId: string) => call(messages.delete, { params: { messageId } }) }),
}

/** Puts what the server answered in place at once, and has the rest looked at again. */
export function takeMessage(queryClient: QueryClient, message: Message): Promise<void> {
  queryClient.setQueryData(messageQueries.get(message.$id).queryKey, message)
  return queryClient.invalidateQueries({ queryKey: messageQueries.all() })
}

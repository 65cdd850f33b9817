import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { queries } from '../../../contract/queries.ts'
import { type Subscriber, type SubscriberBatchReply, subscribers } from '../../../contract/subscribers.ts'
import { call } from '../../lib/client.ts'
import { type Page, pageQueries } from '../../lib/paging.ts'

export const subscriptionQueries = {
  all: () => ['subscriptions'] as const,
  /** In which topics a person's targets are, the newest first. */
  ofPerson: (userId: string, page: Page) =>
    queryOptions({
      queryKey: [...subscriptionQueries.all(), 'ofPerson', userId, page],
      queryFn: ({ signal }) =>
        call(subscribers.listEverywhere, {
          query: {
            queries: [queries.equal('userId', userId), queries.orderDesc('$createdAt'), ...pageQueries(page)],
          },
          signal,
        }),
      placeholderData: keepPreviousData,
    }),
}

export const subscriptionMutations = {
  /** All the targets to each of the topics. */
  add: () =>
    mutationOptions({
      mutationFn: ({ topicIds, targetIds }: { topicIds: readonly string[]; targetIds: readonly string[] }) =>
        Promise.all(
          topicIds.map(
            (topicId): Promise<SubscriberBatchReply> =>
              call(subscribers.batch, {
                params: { topicId },
                body: { add: targetIds.map((targetId) => ({ targetId })) },
              }),
          ),
        ),
    }),
  remove: () =>
    mutationOptions({
      mutationFn: ({ topicId, $id }: Subscriber) =>
        call(subscribers.delete, { params: { topicId, subscriberId: $id } }),
    }),
  /** The same subscription once more, after it was removed. */
  restore: () =>
    mutationOptions({
      mutationFn: ({ topicId, $id, targetId }: Subscriber) =>
        call(subscribers.create, { params: { topicId }, body: { subscriberId: $id, targetId } }),
    }),
}

import { useSuspenseQuery } from '@tanstack/react-query'
import type { Topic } from '../../../contract/topics.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { topicQueries } from './topic-queries.ts'

/** The topic that the page is about, looked at again now and then: its totals move. */
export function useTopic(topicId: string): Topic {
  return useSuspenseQuery({ ...topicQueries.get(topicId), refetchInterval: pollInterval(false) }).data
}

// Where in the list of topics one was, so that the way back leads there, filters and page included.
import type { TopicsFilter } from './topic-search.ts'

let place: TopicsFilter = {}

export function rememberTopicList(filter: TopicsFilter): void {
  place = filter
}

export const topicListPlace = (): TopicsFilter => place

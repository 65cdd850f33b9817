import { listPlace } from '../../lib/list-place.ts'
import type { TopicsFilter } from './topic-search.ts'

export const topicListPlace = listPlace<TopicsFilter>()

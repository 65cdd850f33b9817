import { listPlace } from '../../lib/list-place.ts'
import type { MessageSearch } from './message-search.ts'

export const messageListPlace = listPlace<MessageSearch>()

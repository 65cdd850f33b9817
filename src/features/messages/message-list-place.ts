// Where in the list of messages one was, so that the way back leads there, filters and page included.
import type { MessageSearch } from './message-search.ts'

let place: MessageSearch = {}

export function rememberMessageList(search: MessageSearch): void {
  place = search
}

export const messageListPlace = (): MessageSearch => place

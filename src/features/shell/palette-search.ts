// What the palette finds by the API's own search. Its answers are shown as they are: the server knows more of a message than
// the title that is shown of it.
import { queryOptions } from '@tanstack/react-query'
import { messages } from '../../../contract/messages.ts'
import { providers } from '../../../contract/providers.ts'
import { queries } from '../../../contract/queries.ts'
import { topics } from '../../../contract/topics.ts'
import { users } from '../../../contract/users.ts'
import { call } from '../../lib/client.ts'
import { messageQueries } from '../messages/message-queries.ts'
import { peopleQueries } from '../people/people-queries.ts'
import { providerQueries } from '../providers/provider-queries.ts'
import { topicQueries } from '../topics/topic-queries.ts'

/** Of each kind; the list of all is a line further down. */
const shown = 5

const query = (search: string) => ({ search, queries: [queries.limit(shown)] })

export const paletteQueries = {
  messages: (search: string) =>
    queryOptions({
      queryKey: [...messageQueries.all(), 'palette', search],
      queryFn: ({ signal }) => call(messages.list, { query: query(search), signal }),
      enabled: search !== '',
    }),
  topics: (search: string) =>
    queryOptions({
      queryKey: [...topicQueries.all(), 'palette', search],
      queryFn: ({ signal }) => call(topics.list, { query: query(search), signal }),
      enabled: search !== '',
    }),
  people: (search: string) =>
    queryOptions({
      queryKey: [...peopleQueries.all(), 'palette', search],
      queryFn: ({ signal }) => call(users.list, { query: query(search), signal }),
      enabled: search !== '',
    }),
  providers: (search: string) =>
    queryOptions({
      queryKey: [...providerQueries.all(), 'palette', search],
      queryFn: ({ signal }) => call(providers.list, { query: query(search), signal }),
      enabled: search !== '',
    }),
}

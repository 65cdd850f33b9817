import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { logs } from '../../../contract/logs.ts'
import { queries } from '../../../contract/queries.ts'
import { call } from '../../lib/client.ts'
import { messageQueries } from './message-queries.ts'

export const logPageSize = 50

export const messageLogQueries = {
  /** What was done to it, newest first. */
  list: (messageId: string, page: number, size = logPageSize) =>
    queryOptions({
      queryKey: [...messageQueries.one(messageId), 'logs', page, size],
      queryFn: ({ signal }) =>
        call(logs.ofMessage, {
          params: { messageId },
          query: { queries: [queries.limit(size), queries.offset((page - 1) * size)] },
          signal,
        }),
      placeholderData: keepPreviousData,
    }),
}

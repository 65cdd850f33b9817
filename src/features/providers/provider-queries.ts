import { queryOptions } from '@tanstack/react-query'
import { type Provider, providers } from '../../../contract/providers.ts'
import { queries } from '../../../contract/queries.ts'
import type { ChannelType } from '../../../contract/resource.ts'
import { call } from '../../lib/client.ts'

/** A project has a handful. */
const most = 500

export const providerQueries = {
  all: () => ['providers'] as const,
  /** On or off, in the order in which they were made. */
  everyOne: () =>
    queryOptions({
      queryKey: [...providerQueries.all(), 'everyOne'],
      queryFn: ({ signal }) =>
        call(providers.list, { query: { queries: [queries.limit(most)], total: false }, signal }),
      staleTime: 30_000,
    }),
  /** Every provider of a channel, on or off. */
  ofType: (type: ChannelType) =>
    queryOptions({
      queryKey: [...providerQueries.all(), 'ofType', type],
      queryFn: ({ signal }) =>
        call(providers.list, {
          query: { queries: [queries.equal('type', type), queries.limit(most)], total: false },
          signal,
        }),
      staleTime: 30_000,
    }),
}

/** What goes through it reaches nobody. */
export const isTestProvider = ({ provider }: Provider) => provider === 'inbox'

/** "Ada's shop <shop@example.org>"; '' where it has no address of its own. */
export function senderOf({ options }: Provider): string {
  const text = (key: string) => (typeof options[key] === 'string' ? options[key] : '')
  const [name, email] = [text('fromName'), text('fromEmail')]
  return name && email ? `${name} <${email}>` : email
}

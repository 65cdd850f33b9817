import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { type Provider, providers } from '../../../contract/providers.ts'
import { queries } from '../../../contract/queries.ts'
import type { ChannelType } from '../../../contract/resource.ts'
import { call } from '../../lib/client.ts'
import { type ProviderSearch, providerListQuery } from './provider-search.ts'

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
  list: (search: ProviderSearch) =>
    queryOptions({
      queryKey: [...providerQueries.all(), 'list', search],
      queryFn: ({ signal }) => call(providers.list, { query: providerListQuery(search), signal }),
      placeholderData: keepPreviousData,
    }),
  one: (providerId: string) => [...providerQueries.all(), 'one', providerId] as const,
  get: (providerId: string) =>
    queryOptions({
      queryKey: [...providerQueries.one(providerId), 'itself'],
      queryFn: ({ signal }) => call(providers.get, { params: { providerId }, signal }),
    }),
  /** What deleting it, or switching it off, would touch. */
  uses: (providerId: string) =>
    queryOptions({
      queryKey: [...providerQueries.one(providerId), 'uses'],
      queryFn: ({ signal }) => call(providers.uses, { params: { providerId }, signal }),
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

export const deleteProvider = () =>
  mutationOptions({
    mutationFn: (providerId: string) => call(providers.delete, { params: { providerId } }),
  })

/** Puts what the server answered in place at once, and has the rest looked at again. */
export function takeProvider(queryClient: QueryClient, provider: Provider): Promise<void> {
  queryClient.setQueryData(providerQueries.get(provider.$id).queryKey, provider)
  return queryClient.invalidateQueries({ queryKey: providerQueries.all() })
}

/** What goes through it reaches nobody. */
export const isTestProvider = ({ provider }: Provider) => provider === 'inbox'

/** "Ada's shop <shop@example.org>"; '' where it has no address of its own. */
export function senderOf({ options }: Provider): string {
  const text = (key: string) => (typeof options[key] === 'string' ? options[key] : '')
  const [name, email] = [text('fromName'), text('fromEmail')]
  return name && email ? `${name} <${email}>` : email
}

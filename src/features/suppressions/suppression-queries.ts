import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { queries } from '../../../contract/queries.ts'
import { type Suppression, suppressions } from '../../../contract/suppressions.ts'
import { call } from '../../lib/client.ts'

export const suppressionQueries = {
  all: () => ['suppressions'] as const,
  /** Why nothing goes to an address or a number; null where nothing stands in the way. */
  of: (identifier: string) =>
    queryOptions({
      queryKey: [...suppressionQueries.all(), 'of', identifier],
      queryFn: async ({ signal }) => {
        const query = { queries: [queries.equal('identifier', identifier), queries.limit(1)], total: false }
        const { suppressions: found } = await call(suppressions.list, { query, signal })
        return found[0] ?? null
      },
    }),
}

export const suppressionMutations = {
  lift: () =>
    mutationOptions({
      mutationFn: ({ $id }: Suppression) => call(suppressions.delete, { params: { suppressionId: $id } }),
    }),
  restore: () =>
    mutationOptions({
      mutationFn: ({ identifier, providerType, note }: Suppression) =>
        call(suppressions.create, { body: { identifier, providerType, note } }),
    }),
}

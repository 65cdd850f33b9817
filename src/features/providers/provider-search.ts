// The list of providers as the URL holds it, and as the API is asked.
import * as z from 'zod'
import { providerKind } from '../../../contract/provider-kind.ts'
import { queries } from '../../../contract/queries.ts'
import type { ChannelType } from '../../../contract/resource.ts'
import { pageQueries, pageSearch, searchText } from '../../lib/paging.ts'

// Not the contract's schema, which would bring its whole file along into the first load.
const channels = ['email', 'sms', 'push'] as const satisfies readonly ChannelType[]

export const providerStates = ['on', 'off'] as const

export const providerSearch = z.object({
  q: searchText,
  type: z.array(z.enum(channels)).min(1).optional().catch(undefined),
  kind: z.array(providerKind).min(1).optional().catch(undefined),
  state: z.array(z.enum(providerStates)).min(1).optional().catch(undefined),
  ...pageSearch,
})
export type ProviderSearch = z.output<typeof providerSearch>

/** On each page of one provider: which dialog is open. */
export const providerPageSearch = z.object({
  dialog: z.enum(['switchOff', 'delete']).optional().catch(undefined),
})
export type ProviderPageSearch = z.output<typeof providerPageSearch>

export function providerListQuery({ q = '', type, kind, state, ...page }: ProviderSearch) {
  return {
    search: q,
    queries: [
      ...(type ? [queries.equal('type', type)] : []),
      ...(kind ? [queries.equal('provider', kind)] : []),
      ...(state?.length === 1 ? [queries.equal('enabled', state[0] === 'on')] : []),
      ...pageQueries(page),
    ],
  }
}

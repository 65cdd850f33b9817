import { useSuspenseQuery } from '@tanstack/react-query'
import type { Provider } from '../../../contract/providers.ts'
import { providerQueries } from './provider-queries.ts'

/** The provider of the page; its route has asked for it. */
export function useProvider(providerId: string): Provider {
  return useSuspenseQuery(providerQueries.get(providerId)).data
}

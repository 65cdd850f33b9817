import { useQuery } from '@tanstack/react-query'
import type { Provider } from '../../../contract/providers.ts'
import type { ChannelType } from '../../../contract/resource.ts'
import { isTestProvider, providerQueries } from '../providers/provider-queries.ts'

/** A channel's providers, those that are on, and the one that sends what names none. */
export function useProviders(type: ChannelType) {
  const { data, ...query } = useQuery(providerQueries.ofType(type))
  const enabled = data?.providers.filter((provider) => provider.enabled)
  return { ...query, all: data?.providers, enabled, fallback: enabled && defaultOf(enabled) }
}

/** The one marked so; else the oldest that is no test provider; a test provider only where nothing else is on. */
function defaultOf(enabled: readonly Provider[]): Provider | undefined {
  const oldestFirst = [...enabled].sort((a, b) => a.$createdAt.localeCompare(b.$createdAt))
  return (
    oldestFirst.find(({ isDefault }) => isDefault) ??
    oldestFirst.find((provider) => !isTestProvider(provider)) ??
    oldestFirst[0]
  )
}

// Which provider a channel would use now, where nothing names one.
import type { Provider } from '../../../contract/providers.ts'
import type { ChannelType } from '../../../contract/resource.ts'
import { isTestProvider } from '../providers/provider-queries.ts'

export type ChannelState =
  | { readonly kind: 'none' }
  | { readonly kind: 'off'; readonly count: number }
  | { readonly kind: 'test' | 'on'; readonly provider: Provider }

export function channelState(channel: ChannelType, providers: readonly Provider[]): ChannelState {
  const all = providers.filter(({ type }) => type === channel)
  const provider = all.find(({ isDefault }) => isDefault)
  if (provider) return { kind: isTestProvider(provider) ? 'test' : 'on', provider }
  return all.length > 0 ? { kind: 'off', count: all.length } : { kind: 'none' }
}

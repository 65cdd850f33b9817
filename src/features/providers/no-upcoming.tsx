import type { Provider } from '../../../contract/providers.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { channelNouns } from './channel-words.ts'

export function NoUpcoming({ provider: { isDefault, type } }: { provider: Provider }) {
  return (
    <EmptyState drawing="bell" title="Nothing is scheduled to go through it">
      {isDefault
        ? `Messages by ${channelNouns[type]} that are planned for later are listed here, unless they name another provider.`
        : 'Messages that name it, and are planned for later, are listed here.'}
    </EmptyState>
  )
}

// What goes through a provider, in sentences.
import type { Provider, ProviderUses } from '../../../contract/providers.ts'
import { channelNouns } from './channel-words.ts'

type Used = Pick<Provider, 'type' | 'isDefault' | 'enabled'>

export const isUsed = ({ messages, targets }: ProviderUses) => messages.total + targets.total > 0

const count = (total: number, one: string, many: string) =>
  `${total >= 10_000 ? '10,000 or more' : total.toLocaleString('en')} ${total === 1 ? one : many}`

/** "2 messages, 12 targets"; '' where there are none of either. */
export function usesCount({ messages, targets }: ProviderUses): string {
  return [
    messages.total > 0 ? count(messages.total, 'message', 'messages') : '',
    targets.total > 0 ? count(targets.total, 'target', 'targets') : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** What will take its place, once it is off or gone. */
export function successorWords(provider: Used, uses: ProviderUses): string {
  const { successor } = uses
  const noun = channelNouns[provider.type]
  const what =
    isUsed(uses) || !provider.isDefault ? 'What would have gone through it' : `What names no provider`
  if (!successor) return `Nothing else for ${noun} is on. ${what} fails from then on.`
  if (successor.test)
    return `${what} lands in the test inbox by “${successor.name}” from then on, and reaches nobody.`
  return `${what} goes through “${successor.name}” from then on.`
}

/** Of what is on its way just now; '' where nothing is. */
export function runningWords({ messages }: ProviderUses): string {
  const running = messages.messages.filter(({ phase }) => phase !== 'scheduled').length
  if (running === 0) return ''
  return running === 1
    ? 'One message is going out through it now. What of it is not sent yet fails, and can be sent again.'
    : `${running} messages are going out through it now. What of them is not sent yet fails, and can be sent again.`
}

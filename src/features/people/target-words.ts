import type { ChannelType } from '../../../contract/resource.ts'
import type { Target } from '../../../contract/targets.ts'

/** What a target is called where its channel is known: one, and several. */
export const targetWords = {
  email: ['address', 'addresses'],
  sms: ['number', 'numbers'],
  push: ['device', 'devices'],
} as const satisfies Record<ChannelType, readonly [string, string]>

/** "2 addresses and 1 device"; '' for none. */
export function countText(targets: readonly Target[]): string {
  const counts = Object.entries(targetWords).flatMap(([type, [one, several]]) => {
    const count = targets.filter(({ providerType }) => providerType === type).length
    return count === 0 ? [] : [`${count.toLocaleString()} ${count === 1 ? one : several}`]
  })
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(counts)
}

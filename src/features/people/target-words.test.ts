import { expect, test } from 'vitest'
import type { ChannelType } from '../../../contract/resource.ts'
import type { Target } from '../../../contract/targets.ts'
import { countText } from './target-words.ts'

const targets = (...types: ChannelType[]) => types.map((providerType) => ({ providerType }) as Target)

test.each([
  ['', []],
  ['1 address', ['email']],
  ['2 addresses and 1 device', ['email', 'push', 'email']],
  ['1 address, 1 number, and 2 devices', ['push', 'sms', 'email', 'push']],
] as const)('what a person has is counted as "%s"', (text, types) => {
  expect(countText(targets(...types))).toBe(text)
})

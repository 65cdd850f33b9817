import { expect, test } from 'vitest'
import type { ProviderUses } from '../../../contract/providers.ts'
import { runningWords, successorWords, usesCount } from './uses-words.ts'

const none: ProviderUses = {
  messages: { total: 0, messages: [] },
  targets: { total: 0, targets: [] },
  successor: null,
}
const message = (phase: 'scheduled' | 'sending') => ({ $id: phase, title: phase, phase, scheduledAt: null })
const relay = { type: 'email', isDefault: true, enabled: true } as const

test.each([
  [0, 0, ''],
  [1, 0, '1 message'],
  [0, 1, '1 target'],
  [1204, 2, '1,204 messages, 2 targets'],
  [10_000, 0, '10,000 or more messages'],
])('%i messages and %i targets are "%s"', (messages, targets, words) => {
  const uses = {
    ...none,
    messages: { ...none.messages, total: messages },
    targets: { ...none.targets, total: targets },
  }
  expect(usesCount(uses)).toBe(words)
})

test('what takes its place is named, and whether it reaches anybody', () => {
  expect(successorWords(relay, none)).toBe(
    'Nothing else for e-mail is on. What names no provider fails from then on.',
  )
  const spare = { $id: 's', name: 'Spare', test: false }
  expect(successorWords(relay, { ...none, successor: spare })).toBe(
    'What names no provider goes through “Spare” from then on.',
  )
  expect(successorWords(relay, { ...none, successor: { ...spare, test: true } })).toContain('reaches nobody')
})

test('what is being sent now is told apart from what is scheduled', () => {
  const scheduled = { total: 1, messages: [message('scheduled')] }
  expect(runningWords({ ...none, messages: scheduled })).toBe('')
  const running = { total: 2, messages: [message('sending'), message('scheduled')] }
  expect(runningWords({ ...none, messages: running })).toContain('One message is going out')
})

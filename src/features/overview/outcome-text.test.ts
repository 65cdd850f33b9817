import { expect, test } from 'vitest'
import type { DeliveryCounts, Message, MessagePhase } from '../../../contract/messages.ts'
import { outcomeText, troubleText } from './outcome-text.ts'

const nothing = { pending: 0, sending: 0, sent: 0, failed: 0, inDoubt: 0, cancelled: 0, skipped: 0 }

function aMessage(counts: Partial<DeliveryCounts>, phase: MessagePhase = 'done'): Message {
  const all = { ...nothing, ...counts }
  const total = Object.values(all).reduce((sum, count) => sum + count, 0)
  return { delivery: { phase, counts: all, total } } as Message
}

test.each([
  [{ sent: 1_190, failed: 14, inDoubt: 2 }, '1,190 sent, 14 failed, 2 in doubt.'],
  [{ sent: 3, skipped: 1, cancelled: 8 }, '3 sent, 1 skipped, 8 cancelled.'],
  [{}, 'Nobody to send to.'],
] as const)('%o is said as %s', (counts, text) => {
  expect(outcomeText(aMessage(counts), 'en-GB')).toBe(text)
})

test('trouble names what has to be decided, and of how many', () => {
  expect(troubleText(aMessage({ sent: 90, failed: 8, inDoubt: 2 }), 'en-GB')).toBe(
    '8 failed and 2 in doubt of 100.',
  )
  expect(troubleText(aMessage({}, 'missed'))).toContain('was not sent')
})
